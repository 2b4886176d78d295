from django.core.validators import RegexValidator

# User names stand in addresses beside suffixes such as `.rss`, so they hold no dot.
username_validators = [
    RegexValidator(
        r"\A[A-Za-z0-9][A-Za-z0-9_-]{1,29}\Z",
        "A user name has 2 to 30 letters, digits, hyphens or underscores, and starts with a letter or a digit.",
    )
]
