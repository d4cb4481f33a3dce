using Shop.Pilot.Health;
using Shop.Pilot.Reports;

namespace Shop.Web.Languages;

sealed class RussianInsightTexts : InsightTexts
{
    public override string Code => "ru";
    public override string Period => "Период";
    public override string DownloadCsv => "Скачать CSV";

    public override string Routes => "Маршруты";
    public override string Report => "Отчёт";
    public override string Reports => "Отчёты о пилоте";
    public override string ReportsHint =>
        "Составляются сами: за день — каждое утро, за неделю — по понедельникам, — и не меняются потом.";
    public override string Files => "Файлы";
    public override string NotedRequests => "Медленные и многословные запросы";
    public override string NotedHint =>
        "Отдельные запросы, которые длились слишком долго, слишком часто обращались к базе или повторяли одно " +
        "обращение. Сначала новые.";
    public override string AllNoted => "все";
    public override string SlowOnes => "медленные";
    public override string ChattyOnes => "многословные";
    public override string ResponseTime => "Время ответа";
    public override string StatementTime => "Время в базе";

    public override string Health => "Проверки и обслуживание";
    public override string Results => "Результаты проверок";
    public override string BadOnes => "неудачные";
    public override string NoChecks => "Результатов ещё нет: рабочий процесс проверяет магазин каждые несколько минут.";
    public override string Since => "С";
    public override string CheckedAt => "Проверено";
    public override string Seen => "Что увидела проверка";
    public override string Passed => "Пройдено за 30 дней";
    public override string Maintenance => "Обслуживание";
    public override string MaintenanceHint =>
        "Сбои во время обслуживания не входят в статистику, и писем о них никто не получает.";
    public override string NoMaintenance => "За последние 30 дней его не было и не запланировано.";
    public override string Reason => "Причина";
    public override string StartsAt => "Начало";
    public override string EndsAt => "Конец";
    public override string Planned => "запланировано";
    public override string Running => "идёт";
    public override string Over => "закончено";
    public override string Announce => "Объявить";
    public override string AnnounceTitle => "Объявить обслуживание";
    public override string StartHint => "По московскому времени. Пустое поле — начать сейчас.";
    public override string Minutes => "Минут";
    public override string MinutesHint => "Не больше семи дней: 10080.";
    public override string EndNow => "Закончить сейчас";
    public override string CallOff => "Отменить";
    public override string Announced => "Обслуживание объявлено.";
    public override string Ended => "Обслуживание закончено или отменено.";
    public override string NotAnnounced =>
        "Не объявлено: нужны причина, длительность от 1 до 10080 минут и время начала.";
    public override string NoSuchWindow => "Это обслуживание уже закончилось.";

    public override string Analytics => "Аналитика";
    public override string AnalyticsHint =>
        "Дни — по Гринвичу. Покупки и выручка считаются по оплаченным заказам, конверсия — покупки на посетителя. " +
        "Сравнение — с таким же числом дней перед выбранными.";
    public override string Visitors => "Посетители";
    public override string PageViews => "Просмотры";
    public override string Searches => "Поиски";
    public override string CartAdditions => "Добавления в корзину";
    public override string Purchases => "Покупки";
    public override string Revenue => "Выручка";
    public override string Conversion => "Конверсия";
    public override string VisitsTitle => "Посетители и просмотры";
    public override string FunnelTitle => "От посещения до покупки";
    public override string FunnelText =>
        "Сколько посетителей пришло, сколько раз клали товар в корзину, сколько заказов оплачено.";
    public override string Step => "Шаг";
    public override string RevenueTitle => "Выручка по дням";
    public override string SalesTitle => "Корзина и покупки";
    public override string TopProducts => "Товары с наибольшей выручкой";
    public override string TopProductsText => "До десяти товаров: выручка и число проданных штук.";

    public override string CheckResult(CheckStatus status) => status switch
    {
        CheckStatus.Pass => "пройдена",
        CheckStatus.Fail => "не пройдена",
        CheckStatus.Error => "нет ответа",
        _ => "не применима"
    };

    public override string Between(string from, string to) => $"С {from} до {to}.";
    public override string Sold(long count) => $"{Charts.Count(count)} шт.";
    public override string ByDay(string title) => $"{title}: по точке на каждый день периода.";
    public override string Was(string value) => $"было {value}";
    public override string Updated(string date) => $"Обновлено: {date}. Страница обновляется сама.";

    protected override string PeriodName(DashboardPeriod period) => period switch
    {
        DashboardPeriod.Day => "24 часа",
        DashboardPeriod.Week => "7 дней",
        _ => "30 дней"
    };
}
