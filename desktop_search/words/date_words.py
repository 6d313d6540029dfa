"""What people call months, seasons, days and spans of time, in English and German: names with their numbers."""

_MONTH_NAMES = (
    "january jan januar jänner",
    "february feb februar",
    "march mar märz",
    "april apr",
    "may mai",
    "june jun juni",
    "july jul juli",
    "august aug",
    "september sep sept",
    "october oct oktober okt",
    "november nov",
    "december dec dezember dez",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
# The first month of each season.
SEASONS = {
    name: month
    for month, names in {
        3: "spring frühling frühjahr",
        6: "summer sommer",
        9: "autumn fall herbst",
        12: "winter",
    }.items()
    for name in names.split()
}
DAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday montag",
            "tuesday dienstag",
            "wednesday mittwoch",
            "thursday donnerstag",
            "friday freitag",
            "saturday samstag",
            "sunday sonntag",
        )
    )
    for name in names.split()
}
UNITS = {
    name: unit
    for unit, names in {
        "day": "day days d tag tage tagen",
        "week": "week weeks w woche wochen",
        "month": "month months mo monat monate monaten",
        "quarter": "quarter quarters quartal",
        "year": "year years y jahr jahre jahren",
    }.items()
    for name in names.split()
}
NEAR = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1, "vorgestern": 2, "tomorrow": -1, "morgen": -1}
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "einem": 1, "zwei": 2}
LAST = r"last|past|previous|prior|letzte[rsn]?|vorige[rsn]?|vergangene[rsn]?"
THIS = r"this|current|diese[rsnm]?"
