"""What channels bring: reports by a source key, files of reports, and a generator of days of a city."""
