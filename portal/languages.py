"""The one list of languages that readers meet.

A thirteenth language is one line in :data:`LANGUAGES` and one run of
``manage.py add_language <code>``. Everything that depends on a language (settings, switcher, fonts,
search, tests) reads this list.
"""

from __future__ import annotations

from dataclasses import dataclass

SOURCE_CODE = "ro"
"""Romanian is the language that content is written in first."""


@dataclass(frozen=True)
class Language:
    """One language of the portal.

    ``native`` and ``english`` are its names, ``rtl`` its direction, ``script`` the ISO 15924 code of
    its script (type and line height follow it), ``search_config`` PostgreSQL's text-search
    configuration for it (``simple`` where PostgreSQL has none), ``region`` the country whose dates it is
    shown with, where CLDR's own choice would look foreign in Europe. ``stop_words`` say nothing about what is
    searched (articles, "how", "I need"); ``endings`` are what search takes off a word where PostgreSQL has no
    stemmer, or none that fits well. Both are separated by spaces.
    """

    code: str
    native: str
    english: str
    rtl: bool = False
    script: str = "Latn"
    search_config: str = "simple"
    region: str = ""
    stop_words: str = ""
    endings: str = ""

    @property
    def stemmer(self) -> str:
        """PostgreSQL's dictionary that reduces a word of this language to its stem; "" where there is none."""
        return "" if self.search_config == "simple" else f"{self.search_config}_stem"

    @property
    def cldr_locale(self) -> str:
        """The locale that dates are formatted for, as Babel names it."""
        return f"{self.code}_{self.region}" if self.region else self.code

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``, as the ``dir`` attribute wants it."""
        return "rtl" if self.rtl else "ltr"


LANGUAGES: tuple[Language, ...] = (
    Language(
        "ro",
        "Română",
        "Romanian",
        search_config="romanian",
        stop_words="""
        a ai al ale am ar are as asta au avea ca când care ce cea cel cele cine cu cum cât câte câți că da
        dacă de decât din dintr din după e ea ei el ele eram este eu ești fac face faci fi fără iar ii il imi
        in într între la le li lor lui mai mă mea mei mele meu mi ne nevoie noi nostru nu o or ori pe pentru
        pot poate prin sa sau se si spre sunt te ti trebuie tu un una unde unei unele unui unul va vreau vă
        voi îmi în își și să ți
        """,
    ),
    Language(
        "en",
        "English",
        "English",
        search_config="english",
        region="GB",
        stop_words="""
        a about am an and any are as at be been but by can could do does did don for from get had has have he
        her his how i if in into is it its me my need no not of on or our out she should so some than that the
        their them there they this to us was we were what when where which who why will with would want you
        your
        """,
    ),
    Language(
        "uk",
        "Українська",
        "Ukrainian",
        script="Cyrl",
        search_config="russian",
        stop_words="""
        а або але без був бути в вам вас ви від він вона вони все всі де для до є з за зі й його її і із їх
        коли кому мене мені мій моя моє мої можна ми на над нам нас не ні ну о об по під при про та так там те
        ти то треба тут у хто хочу це ця цей чи чому що щоб я як яка яке який які потрібно потрібен потрібна
        """,
        endings="""
        ами ями ого ому ими еві ові єві ої ою ею єю ах ях ам ям ів їв ій ий их им ім іх ей а я у ю і ї и е є о
        ь
        """,
    ),
    Language(
        "ru",
        "Русский",
        "Russian",
        script="Cyrl",
        search_config="russian",
        stop_words="""
        а без бы был быть в вам вас вы вот все где да для до его ее если есть еще же за и из или им их к как
        какая какие какой когда кто ли мне мой моя мои можно мы на надо нам нас не нет но ну о об он она они
        от по под при про с со так там то ты тут у уже хочу чем что чтобы это этот эта эти я нужно нужен нужна
        """,
    ),
    Language(
        "ar",
        "العربية",
        "Arabic",
        rtl=True,
        script="Arab",
        search_config="arabic",
        stop_words="""
        ا أن إن أنا أنت أو أي أين إذا إلى التي الذي الذين ب بعد بين تلك ثم حتى عن على عند فى في قد كل كم كما
        كيف كيفية ل لا لم لكن لن لنا لي ما ماذا متى مع من منذ نحن هذا هذه هل هم هنا هو هي و يا أريد احتاج
        أحتاج يمكن يمكنني لدي عندي
        """,
    ),
    Language(
        "tr",
        "Türkçe",
        "Turkish",
        search_config="turkish",
        stop_words="""
        acaba ama ancak bana bazı ben beni benim bir biz bu bunu çok da daha de değil diye en gibi hangi hem
        her için ile ise istiyorum kadar ki kim lazım mı mi mu mü nasıl ne neden nerede nereye nereden ne o
        ona onu olarak olur oldu sen siz şu var ve veya ya yok gerekiyor gerek
        """,
    ),
    Language(
        "ne",
        "नेपाली",
        "Nepali",
        script="Deva",
        search_config="nepali",
        stop_words="""
        अनि अब अरू आफ्नो ए एक एउटा कति कसरी कस्तो कहाँ कहिले का कि किन कुन के को कोही गर्न गर्ने गरेर चाहिन्छ
        चाहन्छु छ छन् छु छैन जब जसले जुन जो तर त तपाईं तपाईंको था थियो द्वारा न नै पनि पर्छ भएको भने मलाई म मा
        मेरो यदि यस यो र लागि ले लाई वा सक्छु सँग हाम्रो हामी हुन्छ हो बाट
        """,
    ),
    Language(
        "si",
        "සිංහල",
        "Sinhala",
        script="Sinh",
        stop_words="""
        ඇති ඇත අපි අප අපේ අවශ්‍ය අවශ්‍යයි එය එක ඒ ඔබ ඔබේ ඔබට ඔහු කරන්න කරන්නේ කරන කළ කවදාද කවුද කුමක්ද කොහෙද
        කොහොමද කෙසේද කියන ගන්න ගන්නේ තුළ ද නැත නම් නො පමණ පිළිබඳ මගේ මට මම මේ මෙම ය යන යනු විසින් වෙනුවෙන්
        සඳහා සහ සිට සමග හා හෝ මොනවාද
        """,
        endings="""
        වලින් වලට වලදී වල වරුන්ගේ වරුන්ට වරුන් වරු න්ගේ න්ට යන්ගේ යන්ට යන් යෙන් යේදී යකට යක් යට යේ යෙහි ක්ට කට
        කින් ගේ ෙන් ේදී ක් ට ය ව න් ේ ා
        """,
    ),
    Language(
        "bn",
        "বাংলা",
        "Bengali",
        script="Beng",
        stop_words="""
        আমার আমি আমাকে আমাদের আছে আর আপনার আপনি এ এই এবং এর এক একটি একটা ও কখন কত কবে করতে করা করে করব করবো
        কার কি কী কীভাবে কিভাবে কে কেন কোথায় কোন কোনো চাই জন্য তা তার থেকে দরকার দিয়ে না নিয়ে পারি পারেন বা
        যদি যায় যে লাগে লাগবে সঙ্গে সাথে সে হবে হয় হলে
        """,
        endings="গুলোর গুলোতে গুলোকে গুলো গুলির গুলিতে গুলি দেরকে দের টির টিতে টিকে টি টার টাকে টা য়ের ের রা তে কে ে র য়",
    ),
    Language(
        "hi",
        "हिन्दी",
        "Hindi",
        script="Deva",
        search_config="hindi",
        stop_words="""
        अपना अपनी अपने आप आपका आपको आपके इन इस इसके उस उसके एक ऐसे और कब कहाँ का कि किस किसी की के को कैसे कौन
        कोई क्या क्यों कर करना करने करें करे चाहिए जब जहाँ जो तक तो था थी थे न नहीं ने पर भी मुझे में मेरा
        मेरी मेरे मैं यदि यह ये या लिए वह वे सकता सकते सकती साथ से है हैं हम हमारा हूँ हो होता होती मिलेगा
        चाहता
        """,
    ),
    Language(
        "ur",
        "اردو",
        "Urdu",
        rtl=True,
        script="Arab",
        stop_words="""
        آپ آپ کا کی کے کو اپنا اپنی اپنے اس اسے ان اور ایک اگر بھی تک تو تھا تھے تھی جب جو چاہیے چاہتا چاہتی
        دیں ساتھ سے سکتا سکتی سکتے کب کر کرنا کرنے کریں کرتے کس کسی کہ کہاں کون کوئی کیا کیسے کیوں لیے میں
        میرا میری میرے مجھے نہ نہیں نے وہ پر یا یہ ہے ہیں ہم ہو ہوں ہوتا ہوتی ہمارا ملے ہوا
        """,
        endings="یوں یاں وں یں ؤں ئیں ات ے ی ا و ہ",
    ),
    Language(
        "fa",
        "فارسی",
        "Persian",
        rtl=True,
        script="Arab",
        stop_words="""
        آن آنها آیا از است اگر ام این اینجا با باید باشد بر برای به بود بین تا تو چرا چطور چگونه چند چه چیست
        خود در دارد دارم را شما شد شده شود شوم کجا کجاست که کی کنم کند کنید کرد کردن کدام کنیم ما من مرا می
        میخواهم نیاز نیست نه هر هست هستم هم و یا یک یکی ها های خواهم لازم
        """,
        endings="هایمان هایتان هایشان هایم هایت هایش هایی های ها ‌ای مان تان شان ان ات ام اش ی",
    ),
)

CODES: tuple[str, ...] = tuple(language.code for language in LANGUAGES)

_BY_CODE = {language.code: language for language in LANGUAGES}


def get_language(code: str) -> Language:
    """Return the language with this code.

    Raises ``KeyError`` for a code that the portal doesn't speak.
    """
    return _BY_CODE[code]


def is_supported(code: str) -> bool:
    """Whether the portal speaks this language."""
    return code in _BY_CODE


def django_choices() -> list[tuple[str, str]]:
    """The list in the form of Django's ``LANGUAGES`` setting: code and native name."""
    return [(language.code, language.native) for language in LANGUAGES]


def django_lang_info() -> dict[str, dict[str, object]]:
    """Entries for Django's ``LANG_INFO``: it lacks Sinhala, and the names here are the portal's own."""
    return {
        language.code: {
            "bidi": language.rtl,
            "code": language.code,
            "name": language.english,
            "name_local": language.native,
        }
        for language in LANGUAGES
    }
