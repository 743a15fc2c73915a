"""Date and number formats of our three languages (FORMAT_MODULE_PATH).

Django has none for Kazakh and reads 05/01/2022 as 5 January in one language and as 1 May in
another. For a law about four days in January one grammar must hold everywhere: dd.mm.yyyy or
ISO, four-digit years, never slashes.
"""
