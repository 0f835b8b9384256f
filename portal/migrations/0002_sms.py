"""Messages leave by SMS too: an SMS has no subject, and a text of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='messagetext',
            name='sms',
            field=models.TextField(blank=True, verbose_name='text of an SMS'),
        ),
        migrations.AlterField(
            model_name='message',
            name='channel',
            field=models.CharField(choices=[('email', 'E-mail'), ('sms', 'SMS')], default='email', max_length=10, verbose_name='channel'),
        ),
        migrations.AlterField(
            model_name='message',
            name='subject',
            field=models.CharField(blank=True, max_length=200, verbose_name='subject'),
        ),
    ]
