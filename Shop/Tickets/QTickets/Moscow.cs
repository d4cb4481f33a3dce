using System.Globalization;

namespace Shop.Tickets.QTickets;

/// <summary>Moscow has had one offset since 2014, and QTickets writes all times with it.</summary>
static class Moscow
{
    static readonly TimeSpan Offset = TimeSpan.FromHours(3);

    /// <summary>2019-07-30T12:50:52+03:00</summary>
    public static string Text(DateTimeOffset at) =>
        at.ToOffset(Offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    public static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, Offset);
}
