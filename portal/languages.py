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
    def date_tag(self) -> str:
        """The locale that scripts format dates for, as browsers name it, with Latin digits."""
        return f"{self.cldr_locale.replace('_', '-')}-u-nu-latn"

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
        a aceasta această acel acela acest acestea aceștia acolo ai aici al ale am ar are as asa asta au
        avea avem aveți ca care ce cea cel cele cine cu cui cum cumva când cât câte câți că cărui d da
        dacă dau de decât deja din dintr doresc dumneavoastră după dă e ea ei el ele eram este eu ești fac
        face facem faceți faci fi fost fără i iar ii il imi in l la le li lor lui lângă m mai mea mei mele
        meu mi mie mine mă n ne nevoie nici nimic noi nostru nu o oare or ori pe pentru poate pot poți
        prin putem puteți s sa sau se si spre sunt suntem sunteți sînt să ta te ti tine toate tot trebuie
        tu tău un una unde unei unele unui unul v va voi vostru vrea vreau vrem vreo vreți vă îmi în într
        între își și ți
        """,
    ),
    Language(
        "en",
        "English",
        "English",
        search_config="english",
        region="GB",
        stop_words="""
        a about after again also am an and any are aren as at be because been before between but by can
        cannot cant could couldn couldnt d did didn didnt do does doesn doesnt don dont else even ever
        every everything for from get gets getting go going got had hadn has hasn have haven having he her
        here hers him his how i if im in into is isn isnt it its ive just like ll m many may me might mine
        more most much must my myself need no nobody not nothing now of okay on one only or other our ours
        out please re really s same shall she should shouldn since so some somebody someone something
        still such t than thanks that the their them then there these they this those to too under until
        us ve very want wants was wasn way we were weren what when where which who whom whose why will
        with without won wont would wouldn yes yet you your
        """,
    ),
    Language(
        "uk",
        "Українська",
        "Ukrainian",
        script="Cyrl",
        search_config="russian",
        stop_words="""
        а аби або абощо але без був буде буду була були бути в вам вас вже ви вона вони воно все всі від
        він де для до дуже ж з за зі й його йому каже коли кому котра котрий куди лише маю мають має мене
        мені ми мною може можете можливо можна можу моя моє моєму моєї мої моїх мій на навіщо над нам нас
        наш наша наше наші не нема немає ну ні ніж о об по потрібен потрібна потрібно потім при про просто
        під раз своя своє свій себе скільки собі та так там твій те тебе ти тих то тобі тому треба тут
        тієї у хай хоче хочемо хочу хто хіба це цей цього цьому цю ця ці цієї через чи чим чого чому що
        щоб щось я як яка якби яке який якого якому якої якщо які є і із їй їм їх її
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
        а без будет буду бы был была были было быть в вам вас ведь во вообще вот все всего всех вы где да
        даже для до его ее ей ему если есть еще же за и из или им имеет имею их к как какая какие какого
        какое какой какому какую когда кому которая которые который кто куда ли лишь меня мне мною могу
        моего моей моему можем может можете можно мои моих мой мою моя мы на надо нам нас наш наша наше
        наши не него ней нельзя нет нету ним них ничего но ну нужен нужна нужно о об однако он она они от
        очень по под потом потому почему при про просто раз разве с сам свои свой своя своё себе себя
        сейчас сколько со так там твой тебе тебя то тоже только тому туда тут ты у уже хотел хотела хотим
        хочет хочу чего чем через что чтоб чтобы эта эти этим это этого этой этом этот эту я
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
        أجل أحتاج أريد أستطيع أقدر أن أنا أنت أنتم أو أي أية أيضا أين إذا إلى إليه إليها إن إيش ا ابغى
        احتاج استطيع اقدر الآن التي الذي الذين ايش ب بدون بدي بسبب بعد به بها بين تكون تلك ثم حتى حول دون
        ذا ذلك سوف شلون شنو شو عاوز عايز على عليك عليه عليها عن عند عندما عندي غير فقط فى في فيه فيها قد
        كان كانت كل كم كما كنت كيف كيفاش كيفية ل لأن لأي لا لازم لدي لديه لست لقد لكن لم لماذا لن لنا له
        لها لي ليس ليست ليش ما ماذا متى مش مع معي من منذ منك منه منها مو نحن نعم نفس هؤلاء هذا هذه هذي هل
        هم هنا هناك هو هي هيا و وأنا وش وين يا يجب يكون يمكن يمكنني ينبغي
        """,
    ),
    Language(
        "tr",
        "Türkçe",
        "Turkish",
        search_config="turkish",
        stop_words="""
        acaba ama ancak bana bazı ben bende benden beni benim bir biz bize bizi bizim bu buna bunu bunun
        burada burası böyle da daha de değil değilim diye edebilir edebilirim eder ederim edilir en etmek
        gerek gerekir gerekiyor gerekli gibi hakkında hangi hangisi hem her hiç ile ise isterim istiyor
        istiyorum istiyoruz itibaren için kadar kaç ki kim kimden kime kimin lazım lütfen mi midir misin
        misiniz miyim miyiz mu musun musunuz muyum mü mümkün müsün müyüm mı mıdır mısın mısınız mıyım
        mıyız nasıl ne neden nedeniyle nedir nerden nerede nereden neresi nereye neyi niye niçin o
        olabilir olacak olan olarak oldu olmadan olmak olur ona onu onun orada sadece sana sen seni siz
        sonra tarafından tüm var vardır ve veya ya yapabilir yapabilirim yapar yaparım yapmak yapmalıyım
        yapmam yapılır yok zaman çok öyle şey şimdi şu
        """,
    ),
    Language(
        "ne",
        "नेपाली",
        "Nepali",
        script="Deva",
        search_config="nepali",
        stop_words="""
        अझै अनि अब अरू आफू आफ्ना आफ्नो उनको उनी उहाँ ऊ ए एउटा एउटै एक कति कसको कसरी कसलाई कसले कस्तो कहाँ
        कहिले का कि किन किनकि कुन कुनै के केही को कोसँग कोही गर गरे गरेको गरेर गर्छ गर्छन् गर्दा गर्न
        गर्नु गर्नुपर्छ गर्नुहोस् गर्ने चाहन्छु चाहिने चाहिन्छ चाहियो छ छन् छु छैन छैनन् छौं जब जसले जस्तो
        जहाँ जुन जुनसुकै जो त तथा तपाईं तपाईंको तर तिनी तिमी तिर त्यहाँ त्यो था थिए थियो दिने देखि द्वारा
        न नगरी नभए नै पनि पर्छ पर्ने पाइन्छ पाउन पाउने बाट बिना भई भए भएको भने भन्दा भन्ने भयो म मबाट मलाई
        मा मात्र मेरा मेरी मेरो मैले यदि यस यसको यसरी यहाँ यी यो र रहेको राम्रो लाई लागि लाग्छ ले वा सँग
        सकिन्छ सके सक्छ सक्छु सक्ने सबै सम्म हामी हाम्रो हुन हुनुहुन्छ हुने हुन्छ हो होइन होला
        """,
    ),
    Language(
        "si",
        "සිංහල",
        "Sinhala",
        script="Sinh",
        stop_words="""
        අද අප අපට අපි අපිට අපේ අය අයට අවශ්‍ය අවශ්‍යද අවශ්‍යයි ආ ඇත ඇති ඇයි ඉතින් ඉන්නවා ඉන්නේ උන් එක එකට
        එකේ එතකොට එපා එය එහෙම ඒ ඒක ඒකට ඒවා ඔබ ඔබට ඔබේ ඔයා ඔයාගේ ඔව් ඔහු ඕන ඕනෑ ඕනේ කරන කරන්න කරන්නද කරන්නෙ
        කරන්නේ කවදාද කවුද කවුරු කවුරුද කළ කාගෙන්ද කාගේ කාටද කියන කියන්නේ කියලා කීයක් කීයද කුමක් කුමක්ද
        කුමන කෙසේද කොච්චර කොහාටද කොහෙද කොහෙන්ද කොහේද කොහොම කොහොමද ගන්න ගන්නද ගන්නේ ගැන තමයි තියෙන තියෙනවද
        තියෙනවා තියෙන්නේ තුළ ද නම් නැත නැති නැද්ද නැහැ නෑ නිසා නේද නො පමණ පිළිබඳ පුලුවන් පුලුවන්ද පුළුවන්
        පුළුවන්ද බව බැහැ බෑ මං මගේ මගේම මට මම මාව මෙම මේ මොකක්ද මොකද මොන මොනවද මොනවාද ය යන යන්න යන්නේ යනු
        වගේ විතරක් විසින් වෙනවා වෙන්න වෙන්නේ වෙනුවෙන් සඳහා සමග සමඟ සහ සහිත සිට හා හැකි හැකිද හෝ
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
        অথবা আছি আছে আছেন আপনাকে আপনার আপনি আমরা আমাকে আমাদের আমায় আমার আমারও আমি আর ইহা উপর এ এই এক একটা
        একটি এখন এখানে এটা এটি এদের এবং এমন এর এসব ও ওই ওর ওরা কখন কত কবে করছি করতে করতেই করব করবো করলাম
        করলে করা করি করে করেছে করেন কাকে কাদের কার কি কিছু কিনা কিন্তু কিভাবে কী কীভাবে কে কেন কেমন কোথা
        কোথায় কোন কোনটা কোনটি কোনো খুব গেলে চাই চান চায় চেয়ে ছাড়া ছিল জন্য জানতে তবে তা তাই তাকে তাদের
        তার তাহলে তিনি তুমি তো তোমার থেকে দরকার দিতে দিয়ে দিলে দেয়া নয় না নাই নিজে নিজের নিতে নিয়ে নেই
        নেব নেবো পর পরে পাই পাব পাবো পারব পারবে পারবো পারি পারে পারেন পেতে প্রয়োজন বলে বা ভাবে মতো মধ্যে
        মাধ্যমে যখন যদি যাব যাবে যাবো যায় যার যে যেতে যেমন রয়েছে লাগবে লাগে শুধু সঙ্গে সব সাথে সে সেই
        সেটা হওয়া হচ্ছে হতে হব হবে হয় হয়ে হয়েছে হলে হলো
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
        अगर अपना अपनी अपने अब अभी आदि आप आपका आपके आपको इन इस इसकी इसके इसको इसलिए इसी उनका उनकी उनके उनको
        उन्हें उस उसकी उसके उसको उसी एक ऐसे और कब कभी कर करता करती करते करना करने करूँ करूं करे करें कहाँ
        का कि किए कितना कितनी कितने किन किया किये किस किसका किसके किसको किससे किसी की कुछ के केवल कैसे को
        कोई कौन क्या क्यूँ क्यूं क्यों गई गए गया चाहता चाहती चाहते चाहिए चाहिये चाहूँ जब जहाँ जा जाऊँ जाए
        जाएँ जाता जाती जाते जाना जाने जिस जिसे जैसे जो तक तथा तब तरह तुम तुम्हारा तेरा तो था थी थे दूँ न
        नही नहीं ने पड़ता पड़ेगा पर बहुत बारे बिना भी मत मिलेगा मुझको मुझसे मुझे में मेरा मेरी मेरे मेरेको
        मैं मैंने मैने यदि यह यहाँ यहां या ये रहा रही रहे लिए लिये लूँ लेकिन लेना वह वहाँ वाला वाली वाले
        वे वो सकता सकती सकते सकूँ सके सब साथ से हम हमारा हमारी हमारे हमें हुआ हुई हुए हूँ है हैं हो हों
        होगा होगी होता होती होते होने
        """,
    ),
    Language(
        "ur",
        "اردو",
        "Urdu",
        rtl=True,
        script="Arab",
        stop_words="""
        آپ آپکا اب ابھی اس اسکا اسکی اسکے اسی اسے ان انکا انہیں اور اپنا اپنی اپنے اگر اگرچہ ایک بارے بغیر
        بھی بہت تاکہ تب تم تمہارا تو تک تھا تھوڑا تھی تھے جا جاؤں جائیں جائے جاتا جاتی جاتے جانا جب جس جسے
        جو جہاں جیسے دوں دینا دیں رہا رہی رہے ساتھ سب سکتا سکتی سکتے سکوں سکیں سے صرف طرح لوں لیا لینا
        لیکن لیے مجھ مجھکو مجھے مل ملتا ملتی ملیں ملے مگر میرا میری میرے میں نا نہ نہیں نے والا والی والے
        وغیرہ وہ وہاں پر چاہتا چاہتی چاہتے چاہوں چاہیے کا کب کبھی کتنا کتنی کتنے کر کرتا کرتی کرتے کرنا
        کرنے کروں کریں کرے کس کسکا کسی کسے کن کو کوئی کون کچھ کہ کہاں کی کیا کیجیے کیسے کیونکہ کیوں کے گئی
        گئے گا گی گیا گے ہم ہمارا ہماری ہمارے ہمیں ہو ہوئی ہوئے ہوا ہوتا ہوتی ہوتے ہونا ہونی ہونے ہوگا
        ہوگی ہوں ہیں ہے یا یعنی یہ یہاں
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
        آن آنان آنجا آنها آیا از است ام اما اون اگر اگه ایشان این اینجا اینها با باشد باشم باشند باشید
        باید بدم بدهم بدون بر برای برم بروم بشه بعد به بهتر بود بودم بودن بوده بکنم بکنیم بگیرم بین تا تان
        تو توانم توانید جای خواهد خواهم خود خیلی داده دارد دارم دارند دارید داریم داشتن داشته در دیگر دیگه
        را روی سپس شان شاید شد شدن شده شما شود شوم شوند شوید فقط لازم لطفا لطفاً ما مال مانند مثل مرا من
        منو من‌را می میتوانم میتونم میخوام میخواهم میشه میشود میکنم می‌توان می‌توانم می‌تونم می‌خوام می‌شه
        می‌شود می‌کنم نباید ندارد ندارم نمی نه نیاز نیست نیستم نیستند ها های هر هست هستم هستند هستید هستیم
        هم همه همین هنوز و وقتی ولی وی پس پیش چجوری چرا چطور چطوری چند چه چون چکار چگونه چی چیز چیزی چیست
        چیه چیکار کجا کجاس کجاست کدام کدوم کرد کردم کردن کرده کسی کند کنم کنند کنید کنیم که کی گرفتن یا
        یعنی یک یکی
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
