using System.Globalization;
using Shop.Tickets.Freshness;
using Shop.Tickets.Import;
using Shop.Tickets.Jobs;

namespace Shop.Web.Languages;

sealed class RussianTicketTexts : TicketTexts
{
    static readonly string[] MonthNames =
    [
        "январь", "февраль", "март", "апрель", "май", "июнь",
        "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"
    ];

    public override string Code => "ru";
    public override string Tickets => "Билеты";
    public override string Sections => "Страницы о билетах";
    public override string Sales => "Продажи";
    public override string PlanAndFact => "План и факт";
    public override string Refunds => "Возвраты";
    public override string Advertising => "Реклама";
    public override string Runs => "Свежесть и запуски";
    public override string RunList => "Запуски";
    public override string SalesHint =>
        "Билеты оплаченных заказов QTickets. Дни — московские. Возвращённый билет остаётся в дне своей продажи, и " +
        "возврат вычитается там же.";
    public override string NoSales => "За это время билеты не продавались.";
    public override string NeverImported =>
        "Продажи билетов ещё не загружались. Задайте токен QTickets (Tickets:QTickets:Token) или запустите загрузку.";
    public override string Sold => "Продано билетов";
    public override string Revenue => "Выручка";
    public override string Returned => "Возвращено билетов";
    public override string Refunded => "Возвращено денег";
    public override string Net => "За вычетом возвратов";
    public override string Withheld => "Удержано";
    public override string FreePlaces => "Свободные места";
    public override string RevenueByDay => "Выручка по дням";
    public override string TicketsByDay => "Билеты по дням";
    public override string RevenueByEvent => "Выручка по событиям";
    public override string RefundsByDay => "Возвраты по дням";
    public override string Event => "Событие";
    public override string AllEvents => "Все события";
    public override string Day => "День";
    public override string Month => "Месяц";
    public override string EventNumber => "Номер события";
    public override string PlannedTickets => "План, билетов";
    public override string PlannedRevenue => "План, ₽";
    public override string ShareOfPlan => "Доля плана";
    public override string PlanTitle => "Добавить или изменить план";
    public override string PlanHint =>
        "Продажи без возвращённого рядом с планом месяца. План из 0 билетов и 0 рублей удаляется.";
    public override string NoPlans => "В этом месяце нет ни планов, ни продаж.";
    public override string Earlier => "Предыдущий месяц";
    public override string Later => "Следующий месяц";
    public override string Save => "Сохранить";
    public override string SavePlan => "Сохранить план";
    public override string SaveCost => "Сохранить расход";
    public override string Upload => "Загрузить";
    public override string UploadTitle => "Загрузить таблицу";
    public override string CsvFile => "Файл CSV";
    public override string NoRefunds => "За это время возвратов не было.";
    public override string RefundsHint => "По дню, когда вернули деньги, когда бы билет ни продали.";
    public override string Source => "Источник";
    public override string Medium => "Канал";
    public override string Campaign => "Кампания";
    public override string Cost => "Расход";
    public override string ReturnOnCost => "Окупаемость";
    public override string AdvertisingTitle => "Добавить или изменить расход";
    public override string AdvertisingHint =>
        "Сколько принесли билеты с этой меткой UTM за вычетом возвратов и сколько стоила реклама в те же дни. " +
        "Окупаемость — (выручка − расход) ÷ расход. Расход 0 удаляется.";
    public override string RevenueByUtm => "Выручка по меткам UTM, за вычетом возвратов";
    public override string NoAdvertising => "За это время нет ни расходов, ни продаж с UTM.";
    public override string Freshness => "Свежесть";
    public override string LastUpdate => "Последнее обновление";
    public override string LateAfter => "Запаздывает через";
    public override string StaleAfter => "Устаревает через";
    public override string Never => "никогда";
    public override string Job => "Задание";
    public override string Started => "Начало";
    public override string Took => "Длилось";
    public override string Rows => "Строк";
    public override string Log => "Журнал";
    public override string RunNow => "Загрузить сейчас";
    public override string RunHint => "Загрузка идёт и сама, по расписанию. Задача видна в списке задач.";
    public override string RunAsked => "Загрузка запрошена. Её запуски появятся здесь.";
    public override string NoRuns => "Запусков ещё не было.";
    public override string NotSaved => "Ничего не сохранено.";

    public override string Action(string name) => name switch
    {
        "tickets.import_requested" => "запрошена загрузка билетов",
        "tickets.plans_changed" => "изменены планы по билетам",
        "tickets.advertising_changed" => "изменены расходы на рекламу",
        TicketImport.TaskKind => "загрузка билетов",
        _ => name
    };

    public override string Metric(string name) => name switch
    {
        "answers" => "ответов",
        "bytes" => "байт",
        "seconds" => "время загрузки",
        "read" => "прочитано",
        "changed" => "изменилось",
        "rejected" => "не прочитано",
        "facts_ms" => "факты",
        "marts_ms" => "витрины",
        "checks_ms" => "проверки",
        _ => name
    };

    public override string CheckResult(bool passed) => passed ? "пройдена" : "не пройдена";
    public override string ByTickets(string share) => $"по билетам {share}";
    public override string AsOf(string date) => $"По состоянию на {date}.";
    public override string CsvHint(string columns) =>
        $"В первой строке — названия столбцов: {columns}. Разделитель — запятая или точка с запятой. Если неверна " +
        "хотя бы одна строка, не сохраняется ничего.";
    public override string Saved(int rows) => $"Сохранено строк: {rows}.";
    public override string DayOf(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);
    public override string MonthOf(DateOnly month) => $"{MonthNames[month.Month - 1]} {month.Year}";
    public override string WithoutName(long eventId) => $"Событие {eventId}";

    public override string NameOf(TicketSource source) => source switch
    {
        TicketSource.Events => "События",
        TicketSource.Shows => "Сеансы",
        TicketSource.Orders => "Заказы",
        TicketSource.Inventory => "Места",
        TicketSource.Marts => "Цифры этих страниц",
        TicketSource.Sales => "Последний день с продажей",
        _ => "?"
    };

    public override string NameOf(FreshnessStatus status) => status switch
    {
        FreshnessStatus.Ok => "свежо",
        FreshnessStatus.Warning => "запаздывает",
        _ => "устарело"
    };

    public override string NameOf(TicketJob job) => job switch
    {
        TicketJob.Import => "Загрузка",
        TicketJob.Webhook => "Уведомления",
        TicketJob.Derive => "Расчёт",
        TicketJob.Check => "Проверки",
        TicketJob.EndToEnd => "Сквозной прогон",
        _ => "?"
    };

    public override string NameOf(JobStatus status) => status switch
    {
        JobStatus.Running => "идёт",
        JobStatus.Succeeded => "успешно",
        JobStatus.Failed => "не удалось",
        JobStatus.Interrupted => "прервано",
        _ => "?"
    };
}
