using System.Globalization;

namespace Shop.Web.Languages;

sealed class RussianErrorsTexts : ErrorsTexts
{
    public override string Code => "ru";

    public override string LeaveEmpty => "Оставьте это поле пустым";
    public override string ActualHint => "Например: «Нажимаю „Оформить заказ“, и открывается пустая страница».";
    public override string ExpectedHint => "Например: «Страница с адресом доставки». Если не знаете, пропустите.";
    public override string WhichPart => "В какой части магазина?";
    public override string UnknownPart => "Не знаю";

    public override string Errors => "Ошибки";
    public override string Feedback => "Отзывы";
    public override string CriticalWait => "нерешённые критические ошибки";
    public override string NewToday => "новые ошибки за сегодня";
    public override string SearchHint => "слова из названия, описания или места ошибки";
    public override string All => "все";
    public override string Severity => "Серьёзность";
    public override string Category => "Категория";
    public override string Module => "Модуль";
    public override string Source => "Источник";
    public override string Assignee => "Кто занимается";
    public override string Mine => "мои";
    public override string Nobodys => "ничьи";
    public override string Unresolved => "нерешённые";
    public override string NewSince => "Новые";
    public override string AnyTime => "за всё время";
    public override string Today => "сегодня";
    public override string SevenDays => "за 7 дней";
    public override string ThirtyDays => "за 30 дней";
    public override string SortBy => "Сначала";
    public override string SortRecent => "недавние";
    public override string SortFrequent => "частые";
    public override string SortSevere => "серьёзные";
    public override string ErrorTitle => "Ошибка";
    public override string Count => "Раз";
    public override string Users => "Людей";
    public override string LastSeen => "Последний раз";
    public override string Trend => "За неделю";
    public override string Nobody => "никто";
    public override string NoErrors => "Ошибок нет: ни люди, ни программы ни о чём не сообщили.";
    public override string ClearFilters => "Сбросить фильтры";

    public override string AllErrors => "Все ошибки";
    public override string GroupedBy => "Сгруппировано";
    public override string Place => "Где";
    public override string FirstSeen => "Первый раз";
    public override string Releases => "Версии";
    public override string Release => "Версия";
    public override string Environment => "Среда";
    public override string Reporter => "Кто сообщил";
    public override string Page => "Страница";
    public override string Browser => "Браузер";
    public override string Saw => "Что увидели";
    public override string Expected => "Что ожидали";
    public override string Steps => "Что делали";
    public override string Description => "Описание";
    public override string Solution => "Решение";
    public override string Stack => "Стек вызовов";
    public override string NoStack => "Стека вызовов нет.";
    public override string Crumbs => "Что было перед этим";
    public override string Request => "Запрос";
    public override string Tags => "Метки";
    public override string Attachments => "Приложенные файлы";
    public override string BinaryHint =>
        "Картинку или другой двоичный файл нельзя проверить на пароли и личные данные. Поэтому хранятся только имя, "
        + "тип и размер.";
    public override string Occurrences => "Последние случаи";
    public override string Newer => "новее";
    public override string Older => "старее";
    public override string Similar => "Похожие ошибки";
    public override string MergeButton => "Объединить";
    public override string MergeHint => "Случаи этой ошибки перейдут к выбранной. Объединение можно отменить.";
    public override string MergedOnes => "Объединены с этой";
    public override string MergedInto => "Эта ошибка объединена с другой:";
    public override string MergedHint => "Работайте с ошибкой, с которой эта объединена, или отделите её.";
    public override string UnmergeButton => "Отделить";
    public override string Comments => "Комментарии";
    public override string NoComments => "Комментариев пока нет.";
    public override string Comment => "Комментарий";
    public override string TechnicalNote => "Техническая заметка";
    public override string IsTechnicalNote => "техническая заметка: для разработчиков";
    public override string CommentButton => "Добавить";
    public override string History => "История";
    public override string TheShop => "магазин";

    public override string ReopenButton => "Открыть снова";
    public override string TakeButton => "Взять себе";
    public override string AssignTitle => "Назначить";
    public override string AssignTo => "Сотрудник";
    public override string AssignHint => "Сотрудник получит письмо, а ошибка перейдёт в работу.";
    public override string AssignButton => "Назначить";
    public override string ChangeTitle => "Изменить статус и описание";
    public override string ResolveTitle => "Решена";
    public override string ResolveHint =>
        "Автор сообщения получит письмо с решением. Если ошибка вернётся, она откроется снова.";
    public override string ResolveWhen => "Когда исправлено";
    public override string ResolveNow => "уже работает";
    public override string ResolveNext => "в следующей версии";
    public override string ResolveButton => "Ошибка решена";
    public override string SnoozeTitle => "Отложить";
    public override string SnoozeHint => "До этого времени о ней никто не напомнит.";
    public override string SnoozeFor => "На сколько";
    public override string SnoozeHour => "на час";
    public override string SnoozeDay => "на день";
    public override string SnoozeWeek => "на неделю";
    public override string SnoozeUntilCount => "пока не повторится";
    public override string SnoozeTimes => "Сколько раз";
    public override string SnoozeTimesHint => "Только если отложить, пока ошибка не повторится.";
    public override string SnoozeButton => "Отложить";
    public override string WakeButton => "Больше не откладывать";
    public override string WontFixTitle => "Не исправлять";
    public override string WontFixHint => "Ошибка больше не потребует внимания.";
    public override string WontFixButton => "Не исправлять";
    public override string IssueTitle => "Задача в GitHub";
    public override string IssueHint => "Одна на всю группу, с заголовком «[PILOT]…». Адрес появится здесь.";
    public override string IssueButton => "Создать задачу";
    public override string IssuePending => "Задача создаётся: обновите страницу через минуту.";
    public override string DeleteTitle => "Удалить";
    public override string DeleteHint =>
        "Удалит ошибку со всеми случаями, комментариями и историей. Вернуть её нельзя.";
    public override string DeleteSure => "Да, удалить навсегда";
    public override string DeleteButton => "Удалить";

    public override string Assigned => "Ошибка назначена.";
    public override string Saved => "Изменения сохранены.";
    public override string Resolved => "Ошибка решена.";
    public override string Snoozed => "Ошибка отложена.";
    public override string MarkedWontFix => "Ошибку не будем исправлять.";
    public override string Merged => "Ошибки объединены.";
    public override string Unmerged => "Ошибка снова отдельная.";
    public override string Commented => "Комментарий добавлен.";
    public override string IssueAsked => "Задача скоро появится в GitHub.";
    public override string Deleted => "Ошибка удалена.";
    public override string NotSaved => "Не получилось. Проверьте поля.";
    public override string NoMore => "Этой ошибки больше нет.";
    public override string NotConfirmed => "Не удалено: отметьте, что уверены.";

    public override string AverageRating => "Средняя оценка";
    public override string Rating => "Оценка";
    public override string Message => "Сообщение";
    public override string AboutError => "об ошибке";

    public override string StatusName(string name) => name switch
    {
        "new" => "новая",
        "investigating" => "изучаем",
        "confirmed" => "подтверждена",
        "in_progress" => "в работе",
        "resolved" => "решена",
        "wont_fix" => "не исправляем",
        _ => name
    };

    public override string SeverityName(string name) => name switch
    {
        "critical" => "критическая",
        "high" => "высокая",
        "medium" => "средняя",
        "low" => "низкая",
        _ => name
    };

    public override string CategoryName(string name) => name switch
    {
        "ui" => "внешний вид",
        "functionality" => "не работает",
        "performance" => "скорость",
        "security" => "безопасность",
        "integration" => "внешние сервисы",
        "data" => "данные",
        "other" => "другое",
        _ => name
    };

    public override string SourceName(string name) => name switch
    {
        "person" => "человек",
        "host" => "сервер",
        "browser" => "браузер",
        "sdk" => "SDK",
        _ => name
    };

    public override string Action(string name) => name switch
    {
        "created" => "впервые замечена",
        "reopened" => "вернулась: открыта снова",
        "unsnoozed" => "снова требует внимания",
        "woken" => "больше не отложена",
        "assigned" => "назначена",
        "unassigned" => "больше никому не назначена",
        "moved" => "статус изменён",
        "edited" => "изменена",
        "resolved" => "решена",
        "wont_fix" => "не исправляем",
        "snoozed" => "отложена",
        "merged" => "объединена с другой",
        "absorbed" => "другая объединена с этой",
        "unmerged" => "снова отдельная",
        "released" => "другая отделена от этой",
        "commented" => "комментарий",
        "noted" => "техническая заметка",
        "issue_requested" => "запрошена задача в GitHub",
        "issue_created" => "задача создана в GitHub",
        "issue_closed" => "задача закрыта в GitHub",
        "issue_reopened" => "задача снова открыта в GitHub",
        "issue_deleted" => "задача удалена в GitHub",
        "issue_refused" => "GitHub не принял задачу",
        "deleted" => "удалена",
        _ => name
    };

    public override string Field(string name) => name switch
    {
        "status" => "статус",
        "severity" => "серьёзность",
        "category" => "категория",
        "module" => "модуль",
        "assigned_to" => "кто занимается",
        "to" => "кому",
        "from" => "до этого",
        "fields" => "поля",
        "in" => "где исправлено",
        "resolved_in" => "исправлялось в версии",
        "release" => "версия",
        "until" => "до",
        "count" => "раз",
        "into" => "с чем",
        "report" => "ошибка",
        "number" => "номер",
        "url" => "адрес",
        "reason" => "причина",
        _ => name
    };

    public override string TrendText(IReadOnlyList<long> days) =>
        $"За {days.Count} дней: {string.Join(", ", days)}. Последний день — сегодня.";

    public override string LibraryFrames(int count) => $"Вызовы библиотек: {count}";
    public override string OccurrenceNumber(int number, int count) => $"Случай {number} из {count} последних";
    public override string FileFacts(string? type, int size)
    {
        var length = size < 1024
            ? $"{size}\u00A0байт"
            : string.Create(CultureInfo.GetCultureInfo(Code), $"{size / 1024.0:#,0.0}\u00A0КБ");
        return type is null ? length : $"{type}, {length}";
    }

    public override string? FileContent(string name) => name switch
    {
        "beginning" => "· хранится только начало",
        "over_limit" => "· не хранится: вместе файлы слишком длинные",
        "binary" => "· не хранится",
        _ => null
    };

    public override string Score(double score) => $"похожа на {score:0%}";
    public override string NewBetween(string from, string to) => $"Новые с {from} до {to}.";
    public override string ResolvedBetween(string from, string to) => $"Решённые с {from} до {to}.";
    public override string MergeWith(string title) => $"Объединить с «{title}»";
    public override string SnoozedUntil(string date) => $"Отложена до {date}.";
    public override string SnoozedForCount(long count) => $"Отложена, пока не случится {count}\u00A0раз.";
    public override string Issue(int number) => $"Задача №\u00A0{number}";
    public override string IssueClosed(string date) => $"закрыта {date}";
    public override string ResolvedIn(string release) =>
        release == "next" ? "Исправлена в следующей версии." : $"Исправлена в версии {release}.";

    public override string ChangedMeanwhile(string status, string? assignee) =>
        $"Не получилось: ошибку уже изменили. Сейчас: {status}, занимается: {assignee ?? Nobody}.";

    public override string Average(double average, long count) => $"{average:0.0} из 5, оценок: {count}";
}
