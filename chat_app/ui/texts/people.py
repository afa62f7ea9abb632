"""Texts of who is here, of the channel's own part, and of profiles."""

from chat_app.ui.texts.bilingual import text

DISPLAY_NAME = text("Display name", "Nombre visible")
DISPLAY_NAME_HINT = text(
    "How others see you. You can leave it empty.",
    "Así te ven los demás. Puedes dejarlo vacío.",
)
LEAVE_CHANNEL = text("Leave channel", "Salir del canal")
PEOPLE = text("People", "Personas")
ONLINE = text("Online", "En línea")
AWAY = text("away", "ausente")
ALONE = text("Nobody else is here right now.", "Ahora mismo no hay nadie más.")
ABOUT = text("This channel", "Este canal")
PRESENCE_ONLINE = text("Online", "En línea")
PRESENCE_AWAY = text("Away", "Ausente")
PRESENCE_OFFLINE = text("Offline", "Sin conexión")
HERE_SINCE = text("Here since", "Aquí desde el")
PROFILE = text("Profile", "Perfil")
EDIT_PROFILE = text("Edit profile", "Editar el perfil")
STATUS = text("Status", "Estado")
STATUS_HINT = text(
    "What you are up to, for example “On holiday until Monday”.",
    "En qué andas, por ejemplo «De vacaciones hasta el lunes».",
)
NAME_COLOR = text("Name color", "Color del nombre")
COLOR_RED = text("Red", "Rojo")
COLOR_ORANGE = text("Orange", "Naranja")
COLOR_AMBER = text("Amber", "Ámbar")
COLOR_GREEN = text("Green", "Verde")
COLOR_TEAL = text("Teal", "Turquesa")
COLOR_BLUE = text("Blue", "Azul")
COLOR_VIOLET = text("Violet", "Violeta")
COLOR_PINK = text("Pink", "Rosa")
