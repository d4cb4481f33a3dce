using System.Globalization;
using Shop.Calls;

namespace Shop.Web.Languages;

/// <summary>The texts of the telephone's pages: calls, bookings, articles, and the order by link.</summary>
abstract class CallTexts
{
    static readonly CallTexts[] All = [new RussianCallTexts(), new EnglishCallTexts()];

    public static CallTexts Of(IServiceProvider services) =>
        Array.Find(All, texts => texts.Code == services.GetRequiredService<Texts>().Code)!;

    public abstract string Code { get; }

    public abstract string Calls { get; }
    public abstract string LiveCalls { get; }
    public abstract string NoLiveCalls { get; }
    public abstract string Refresh { get; }
    public abstract string History { get; }
    public abstract string NoCalls { get; }
    public abstract string Caller { get; }
    public abstract string Hidden { get; }
    public abstract string Length { get; }
    public abstract string Language { get; }
    public abstract string Outcome { get; }
    public abstract string Turns { get; }
    public abstract string SlowestTurn { get; }
    public abstract string CallerHint { get; }
    public abstract string CallTitle { get; }
    public abstract string Transcript { get; }
    public abstract string Heard { get; }
    public abstract string Said { get; }
    public abstract string Understood { get; }
    public abstract string Timing { get; }
    public abstract string TimingHint { get; }
    public abstract string Interrupted { get; }
    public abstract string ForOperator { get; }
    public abstract string NothingSaid { get; }
    public abstract string Milliseconds(int? milliseconds);
    public IEnumerable<(string, string)> Languages =>
        Enum.GetValues<SpokenLanguage>().Select(language => (language.Spelling(), LanguageName(language)));

    /// <summary>"пятница, 27 ноября".</summary>
    public string DayName(DateOnly date) => date.ToString("dddd, d MMMM", CultureInfo.GetCultureInfo(Code));

    /// <summary>"1:05": minutes and seconds.</summary>
    public static string Minutes(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}");

    /// <summary>"14:03:07", in Moscow time.</summary>
    public static string Clock(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(Texts.MoscowHours)).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>What the telephone has noted of a call, in words.</summary>
    public string Word(string name) => CallWords.Of(Code, name);

    /// <summary>"пт 27".</summary>
    public string ShortDay(DateOnly date) => date.ToString("ddd d", CultureInfo.GetCultureInfo(Code));

    public abstract string LanguageName(SpokenLanguage language);
    public abstract string OutcomeName(CallOutcome? outcome);

    public abstract string Bookings { get; }
    public abstract string NoBookings { get; }
    public abstract string Station { get; }
    public abstract string AllStations { get; }
    public abstract string Day { get; }
    public abstract string Time { get; }
    public abstract string Bay { get; }
    public abstract string Phone { get; }
    public abstract string Note { get; }
    public abstract string Number { get; }
    public abstract string Show { get; }
    public abstract string WeekBefore { get; }
    public abstract string WeekAfter { get; }
    public abstract string Book { get; }
    public abstract string BookTitle { get; }
    public abstract string ChooseStation { get; }
    public abstract string NoFreeTime { get; }
    public abstract string Cancel { get; }
    public abstract string CancelledBooking { get; }
    public abstract string Move { get; }
    public abstract string MoveTo { get; }
    public abstract string Change { get; }
    public abstract string ChooseToMove { get; }
    public abstract string WasBooked { get; }
    public abstract string WasMoved { get; }
    public abstract string WasCancelled { get; }
    public abstract string TimeIsFull { get; }

    public abstract string Articles { get; }
    public abstract string NoArticles { get; }
    public abstract string NewArticle { get; }
    public abstract string ArticleHint { get; }
    public abstract string Title { get; }
    public abstract string Slug { get; }
    public abstract string SlugHint { get; }
    public abstract string Questions { get; }
    public abstract string QuestionsHint { get; }
    public abstract string Body { get; }
    public abstract string BodyHint { get; }
    public abstract string Published { get; }
    public abstract string Draft { get; }
    public abstract string Preview { get; }
    public abstract string Spoken { get; }
    public abstract string Save { get; }
    public abstract string Delete { get; }
    public abstract string DeleteHint { get; }
    public abstract string ArticleSaved { get; }
    public abstract string ArticleDeleted { get; }
    public abstract string ArticleChanged { get; }
    public abstract string WrongField { get; }
    public abstract string Try { get; }
    public abstract string TryTitle { get; }
    public abstract string Question { get; }
    public abstract string NoAnswer { get; }

    public abstract string PhoneOrder { get; }
    public abstract string PhoneOrderText { get; }
    public abstract string PhoneOrderTotal { get; }
    public abstract string ConfirmOrder { get; }
    public abstract string SignInToConfirm { get; }
    public abstract string LinkExpired { get; }
    public abstract string Confirmed { get; }
    public abstract string SoldOut { get; }
}
