using System.Text.Json.Serialization;
using Npgsql;
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
    public static AccountEvent Read(NpgsqlDataReader row) => new(
        row.GetFieldValue<DateTimeOffset>(0),
        row.GetString(1),
        row.TextOrNull(2),
        row.TextOrNull(3),
        row.GetString(4));
}
