from accounts.models.mails import OutgoingMail
from accounts.models.users import User

__all__ = ["OutgoingMail", "User"]
