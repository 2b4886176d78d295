from stats.services.reading import Numbers, read_statistics
from stats.services.taking import count_statistics

__all__ = ["Numbers", "count_statistics", "read_statistics"]
