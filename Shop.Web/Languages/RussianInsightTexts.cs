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
