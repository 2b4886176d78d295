from reading.models.follows import Follow
from reading.models.profiles import ReaderProfile
from reading.models.readings import Reading

__all__ = ["Follow", "ReaderProfile", "Reading"]
