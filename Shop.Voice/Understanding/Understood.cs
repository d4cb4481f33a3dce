using System.Text.Json.Serialization;
using Shop.Calls;

namespace Shop.Voice.Understanding;

/// <summary>What a caller wants.</summary>
[JsonConverter(typeof(EnumNameConverter<Intent>))]
public enum Intent
{
    Unknown,
    Search,
    OrderStatus,
    Order,
    BookFitting,
    MoveFitting,
    CancelFitting,
    Question,
    Operator,
    Yes,
    No,
    Repeat,
    Goodbye,
    Help,
    Choose,
    Language,

    /// <summary>An answer to what the shop has asked for: a size, a date, a number.</summary>
    Inform,

    /// <summary>Takes back a part of what was understood: "not tomorrow but the day after".</summary>
    Correct
}

/// <summary>What the shop has just asked for. It decides whether "sixteen" is a rim or an hour.</summary>
public enum Expected
{
    Anything,
    Size,
    Date,
    Time,
    Order,
    Phone,
    Station,
    Quantity,
    Confirmation,
    Choice
}

/// <summary>The names of entities in records and figures.</summary>
public static class Entity
{
    public const string Size = "size";
    public const string Width = "width";
    public const string Profile = "profile";
    public const string Rim = "rim";
    public const string Season = "season";
    public const string Studs = "studs";
    public const string Brand = "brand";
    public const string MinPrice = "min_price";
    public const string MaxPrice = "max_price";
    public const string Sort = "sort";
    public const string Stock = "stock";
    public const string Quantity = "quantity";
    public const string Goods = "goods";
    public const string Order = "order";
    public const string Phone = "phone";
    public const string Date = "date";
    public const string Time = "time";
    public const string Part = "part";
    public const string Station = "station";
    public const string Choice = "choice";
    public const string Language = "language";
}

/// <summary>A fitting station as callers know it: its slug, and the words of its name in the three languages.</summary>
public sealed record KnownStation(string Slug, IReadOnlyList<string> Names);

/// <summary>What the understanding of an utterance depends on.</summary>
public sealed record Circumstances(
    DateOnly Today,
    SpokenLanguage Language,
    Expected Expected = Expected.Anything,
    IReadOnlyList<KnownStation>? Stations = null);

public sealed record Understood(
    Intent Intent, IReadOnlyDictionary<string, string> Entities, SpokenLanguage Language);
