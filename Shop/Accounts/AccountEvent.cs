using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Accounts;

/// <summary>An entry of an account's audit log. <c>By</c> is the actor's e-mail, null when it was the owner.</summary>
public sealed record AccountEvent(
    DateTimeOffset At,
    string Action,
    string? By,
    string? Address,
    [property: JsonConverter(typeof(RawJsonConverter))] string Detail) : IRow<AccountEvent>
{
    public static AccountEvent Read(RowReader row) => new(
        row.Get<DateTimeOffset>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.Get<string>());
}
