"""Texts of the list of channels and of the account's menu."""

from chat_app.ui.texts.bilingual import text

CHANNELS = text("Channels", "Canales")
CHANNELS_AND_ACCOUNT = text("Channels and account", "Canales y cuenta")
MENTIONS_ABOVE = text("Mentions above", "Menciones arriba")
MENTIONS_BELOW = text("Mentions below", "Menciones abajo")
UNREAD_ABOVE = text("Unread above", "Sin leer arriba")
UNREAD_BELOW = text("Unread below", "Sin leer abajo")
ACCOUNT = text("Account", "Cuenta")
THEME = text("Theme", "Apariencia")
THEME_SYSTEM = text("System", "El del sistema")
THEME_LIGHT = text("Light", "Claro")
THEME_DARK = text("Dark", "Oscuro")
SIGN_OUT = text("Sign out", "Cerrar sesión")
