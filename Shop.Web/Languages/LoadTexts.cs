namespace Shop.Web.Languages;

/// <summary>The texts about load tests.</summary>
abstract class LoadTexts
{
    static readonly LoadTexts[] All = [new Russian(), new English()];

    public static LoadTexts Of(IServiceProvider services) =>
        Array.Find(All, texts => texts.Code == services.GetRequiredService<Texts>().Code)!;

    public abstract string Code { get; }
    public abstract string Title { get; }
    public abstract string Hint { get; }
    public abstract string Unavailable { get; }
    public abstract string HowToStart { get; }
    public abstract string Open { get; }

    sealed class Russian : LoadTexts
    {
        public override string Code => "ru";
        public override string Title => "Нагрузочные тесты";
        public override string Hint =>
            "Пока тест идёт, страница Locust показывает пользователей, запросы в секунду, время ответа и ошибки.";
        public override string Unavailable => "В этой установке магазина нагрузочные тесты не запускаются.";
        public override string HowToStart => "Если страница не открывается, тест не запущен. Запустите его:";
        public override string Open => "Открыть Locust";
    }

    sealed class English : LoadTexts
    {
        public override string Code => "en";
        public override string Title => "Load tests";
        public override string Hint =>
            "While a test runs, Locust's page shows users, requests per second, response times and failures.";
        public override string Unavailable => "This deployment of the shop has no load tests.";
        public override string HowToStart => "If the page does not open, no test is running. Start one:";
        public override string Open => "Open Locust";
    }
}
