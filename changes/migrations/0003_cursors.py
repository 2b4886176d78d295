from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("changes", "0002_comments")]

    operations = [
        migrations.CreateModel(
            name="Cursor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("follower", models.CharField(max_length=40, unique=True)),
                ("change_id", models.PositiveBigIntegerField(default=0)),
            ],
        ),
    ]
