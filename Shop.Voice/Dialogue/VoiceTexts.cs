using System.Globalization;
using Shop.Calls;

namespace Shop.Voice.Dialogue;

/// <summary>
/// What the shop says, in one language. A text is written as in a transcript, with digits; <see cref="SpokenText"/>
/// makes words of them. A text that is missing in a language does not compile.
/// </summary>
abstract class VoiceTexts
{
    static readonly RussianVoice Russian = new();
    static readonly UkrainianVoice Ukrainian = new();
    static readonly EnglishVoice English = new();

    public static VoiceTexts In(SpokenLanguage language) => language switch
    {
        SpokenLanguage.Ukrainian => Ukrainian,
        SpokenLanguage.English => English,
        _ => Russian
    };

    public abstract string Greeting { get; }
    public abstract string Help { get; }
    public abstract string NotUnderstood { get; }
    public abstract string AreYouThere { get; }
    public abstract string Keys { get; }
    public abstract string Transfer { get; }
    public abstract string Failed { get; }
    public abstract string RecognitionFailed { get; }
    public abstract string Goodbye { get; }
    public abstract string SilentGoodbye { get; }
    public abstract string AnythingElse { get; }
    public abstract string NowInThisLanguage { get; }

    public abstract string Tyres(string? season);
    public abstract string Studs(bool has);
    public abstract string UpTo(decimal price);
    public abstract string WhichTyres { get; }
    public abstract string NothingFound(string wish);
    public abstract string Found(int count, string wish);
    public abstract string Offer(int place, string name, decimal price);
    public abstract string WhichOffer { get; }
    public abstract string OneOffer { get; }
    public abstract string NoSuchOffer { get; }

    public abstract string HowMany { get; }
    public abstract string TooFew(int available);
    public abstract string WhichPhone { get; }
    public abstract string ConfirmOrder(int quantity, string name, decimal total, string phone);
    public abstract string OrderMade { get; }
    public abstract string TooManyOrders { get; }

    public abstract string WhichOrder { get; }
    public abstract string OrderNeedsPhone { get; }
    public abstract string OrderNotShown { get; }
    public abstract string OrderState(string number, string state);
    public abstract string State(Orders.OrderStatus status, bool isPickup, bool isPaid);

    public abstract string WhichStation { get; }
    public abstract string StationChoice(int place, string name);
    public abstract string WhichDay { get; }
    public abstract string DayFull(string station, string date);
    public abstract string FreeTimes(string station, string date, IReadOnlyList<TimeOnly> times);
    public abstract string TimeTaken { get; }
    public abstract string ConfirmBooking(string station, string date, TimeOnly time, string phone);
    public abstract string Booked(string number, string station, string date, TimeOnly time);
    public abstract string NoBooking { get; }
    public abstract string WhichBooking(string station, string date, TimeOnly time);
    public abstract string MoveTo(string station, string date, TimeOnly time);
    public abstract string ConfirmMove(string station, string date, TimeOnly time);
    public abstract string Moved(string station, string date, TimeOnly time);
    public abstract string ConfirmCancel(string station, string date, TimeOnly time);
    public abstract string Cancelled { get; }
    public abstract string Kept { get; }
    public abstract string WhatToChange { get; }
    public abstract string CallerHasTime { get; }

    public abstract string KnowledgeSource(string title);
    public abstract string NoAnswer { get; }
    public abstract string EnterDigits { get; }
    public abstract string ConfirmKeys { get; }

    protected abstract CultureInfo Culture { get; }

    /// <summary>"28 ноября".</summary>
    public string Date(DateOnly date) => date.ToString("d MMMM", Culture);

    public static string Money(decimal price) =>
        price.ToString(price == decimal.Truncate(price) ? "#,0" : "#,0.00", Thousands) + " ₽";

    public static string Phone(string digits) => digits.Length switch
    {
        11 => $"+{digits[0]} {digits[1..4]} {digits[4..7]}-{digits[7..9]}-{digits[9..]}",
        12 => $"+{digits[..3]} {digits[3..5]} {digits[5..8]}-{digits[8..10]}-{digits[10..]}",
        _ => $"+{digits}"
    };

    protected static string Clock(TimeOnly time) => time.ToString("H:mm", CultureInfo.InvariantCulture);

    protected static string Clocks(IReadOnlyList<TimeOnly> times) => string.Join(", ", times.Select(Clock));

    static readonly NumberFormatInfo Thousands = new() { NumberGroupSeparator = " ", NumberDecimalSeparator = "," };
}
