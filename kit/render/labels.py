"""The few words that print adds to a document, in its own language."""

from __future__ import annotations

from datetime import date
from typing import Final

_ENGLISH: Final = {
    "briefing": "Briefing",
    "handout": "Speaker’s handout",
    "as_of": "Sources to",
    "key_points": "Key points",
    "contents": "Contents",
    "sources": "Sources",
    "about": "About this document",
    "attached": "The notebook that this document was made of",
    "page": "Page {page} of {total}",
    "shown": "Shown here",
    "choices": "Choices on a screen",
    "no_rows": "No rows.",
    "annex": "Annex: the tables behind the figures",
    "in_annex": "Its table is in the annex.",
    "printed_rows": "Printed here: the first {shown} of {total} rows.",
    "continued": "columns, part {part} of {total}",
    "quiz": "Question",
    "exercise": "Exercise",
    "minutes": "{minutes} min",
    "expects": "Expected",
    "hints": "Hints",
    "notes": "Notes",
    "instructor": "For the instructor",
    "solution": "Solution",
    "slide": "Slide {number}",
    "slides": "Slides {first} to {last}",
    "teach": "Teaching {minutes} min",
    "practise": "Practice {minutes} min",
    "questions": "Questions",
    "objectives": "Afterwards they can",
    "answer": "Answer",
    "right": "right",
    "grade": "grade {grade}",
    "grades": "Grade A: read in the primary text. Grade B: read in a secondary source, or "
    "derived from data.",
    "notes_list": "Notes",
    "table": "Table",
    "figure": "Figure",
    "note": "Note",
    "tip": "Tip",
    "important": "Important",
    "warning": "Warning",
    "caution": "Caution",
    "error": "Error",
    "live": "In the notebook",
}

_OTHERS: Final = {
    "fr": {
        "briefing": "Note d’information",
        "handout": "Notes de l’orateur",
        "as_of": "Sources au",
        "key_points": "Points essentiels",
        "contents": "Table des matières",
        "about": "À propos de ce document",
        "attached": "Le carnet dont ce document est tiré",
        "page": "Page {page} sur {total}",
        "shown": "Affiché ici",
        "choices": "Choix à l’écran",
        "no_rows": "Aucune ligne.",
        "annex": "Annexe : les tableaux derrière les figures",
        "in_annex": "Son tableau figure en annexe.",
        "printed_rows": "Imprimées ici : les {shown} premières lignes sur {total}.",
        "continued": "colonnes, partie {part} sur {total}",
        "exercise": "Exercice",
        "expects": "Résultat attendu",
        "hints": "Indices",
        "instructor": "Pour l’enseignant",
        "slide": "Diapositive {number}",
        "slides": "Diapositives {first} à {last}",
        "teach": "Exposé {minutes} min",
        "practise": "Exercices {minutes} min",
        "objectives": "À la fin, ils savent",
        "answer": "Réponse",
        "right": "juste",
        "grade": "degré {grade}",
        "grades": "Degré A : lu dans le texte original. Degré B : lu dans une source secondaire, "
        "ou tiré de données.",
        "table": "Tableau",
        "tip": "Conseil",
        "warning": "Avertissement",
        "caution": "Attention",
        "error": "Erreur",
        "live": "Dans le carnet",
    },
    "es": {
        "briefing": "Nota informativa",
        "handout": "Notas del orador",
        "as_of": "Fuentes al",
        "key_points": "Puntos clave",
        "contents": "Índice",
        "sources": "Fuentes",
        "about": "Acerca de este documento",
        "attached": "El cuaderno del que procede este documento",
        "page": "Página {page} de {total}",
        "shown": "Se muestra",
        "choices": "Opciones en pantalla",
        "no_rows": "Sin filas.",
        "annex": "Anexo: los cuadros de las figuras",
        "in_annex": "Su cuadro está en el anexo.",
        "printed_rows": "Se imprimen aquí las primeras {shown} filas de {total}.",
        "continued": "columnas, parte {part} de {total}",
        "quiz": "Pregunta",
        "exercise": "Ejercicio",
        "expects": "Resultado esperado",
        "hints": "Pistas",
        "notes": "Notas",
        "notes_list": "Notas",
        "instructor": "Para el docente",
        "solution": "Solución",
        "slide": "Diapositiva {number}",
        "slides": "Diapositivas {first} a {last}",
        "teach": "Exposición {minutes} min",
        "practise": "Práctica {minutes} min",
        "questions": "Preguntas",
        "objectives": "Al final saben",
        "answer": "Respuesta",
        "right": "correcta",
        "grade": "grado {grade}",
        "grades": "Grado A: leído en el texto original. Grado B: leído en una fuente secundaria, "
        "o derivado de datos.",
        "table": "Cuadro",
        "figure": "Figura",
        "note": "Nota",
        "tip": "Consejo",
        "important": "Importante",
        "warning": "Advertencia",
        "caution": "Precaución",
        "live": "En el cuaderno",
    },
    "ru": {
        "briefing": "Справка",
        "handout": "Заметки докладчика",
        "as_of": "Источники по",
        "key_points": "Главное",
        "contents": "Содержание",
        "sources": "Источники",
        "about": "Об этом документе",
        "attached": "Блокнот, из которого составлен этот документ",
        "page": "Стр. {page} из {total}",
        "shown": "Показано",
        "choices": "Выбор на экране",
        "no_rows": "Нет строк.",
        "annex": "Приложение: таблицы к рисункам",
        "in_annex": "Таблица к нему — в приложении.",
        "printed_rows": "Здесь напечатаны первые {shown} строк из {total}.",
        "continued": "столбцы, часть {part} из {total}",
        "quiz": "Вопрос",
        "exercise": "Упражнение",
        "minutes": "{minutes} мин",
        "expects": "Ожидается",
        "hints": "Подсказки",
        "notes": "Заметки",
        "notes_list": "Примечания",
        "instructor": "Для преподавателя",
        "solution": "Решение",
        "slide": "Слайд {number}",
        "slides": "Слайды {first}–{last}",
        "teach": "Изложение {minutes} мин",
        "practise": "Практика {minutes} мин",
        "questions": "Вопросы",
        "objectives": "После занятия они умеют",
        "answer": "Ответ",
        "right": "верно",
        "grade": "степень {grade}",
        "grades": "Степень A: прочитано в первоисточнике. Степень B: прочитано во вторичном "
        "источнике или получено из данных.",
        "table": "Таблица",
        "figure": "Рисунок",
        "note": "Примечание",
        "tip": "Совет",
        "important": "Важно",
        "warning": "Предупреждение",
        "caution": "Осторожно",
        "error": "Ошибка",
        "live": "В блокноте",
    },
}

_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}


def labels(lang: str) -> dict[str, str]:
    """Give the words in a language, English where there is none.

    Parameters
    ----------
    lang : str
        A BCP 47 language tag, such as "en" or "fr-CH".

    Returns
    -------
    dict of str to str
        Each label by its name; some hold places in braces.

    Examples
    --------
    >>> labels("es")["sources"]
    'Fuentes'
    """
    return _ENGLISH | _OTHERS.get(_primary(lang), {})


def long_date(iso: str, lang: str) -> str:
    """Write a date in full, as a text in that language would.

    Parameters
    ----------
    iso : str
        A date such as "2021-12-06" or "2025-10", or what is not a date and is kept.
    lang : str
        A BCP 47 language tag.

    Returns
    -------
    str
        Such as "6 December 2021".

    Examples
    --------
    >>> long_date("2021-12-06", "fr")
    '6 décembre 2021'
    """
    day = first_day(iso)
    if day is None:
        return iso
    months = _MONTHS.get(_primary(lang), _MONTHS["en"]).split()
    of = " de " if _primary(lang) == "es" else " "
    number = "1er" if day.day == 1 and _primary(lang) == "fr" else str(day.day)
    written = [number, months[day.month - 1], str(day.year)]
    return of.join(written[2 - iso.count("-") :])


def first_day(iso: str) -> date | None:
    """Read a date that may say no more than its month or its year.

    Parameters
    ----------
    iso : str
        Such as "2021-12-06", "2025-10" or "2019".

    Returns
    -------
    datetime.date or None
        The first day that it may mean; None for what is not a date.

    Examples
    --------
    >>> first_day("2025-10")
    datetime.date(2025, 10, 1)
    """
    try:
        return date.fromisoformat(iso + "-01" * (2 - iso.count("-")))
    except ValueError:
        return None


def _primary(lang: str) -> str:
    """Reduce a language tag to the language."""
    return lang.lower().partition("-")[0]
