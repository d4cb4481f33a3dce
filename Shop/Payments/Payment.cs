using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Npgsql;
using Shop.Database;

namespace Shop.Payments;

public sealed record Payment(
    Guid Id,
    Guid OrderId,
    string Provider,
    string Status,
    decimal Amount,
    string Currency,
    string PaymentMethod,
    string? ConfirmationUrl,
    string? Failure,
    decimal Refunded,
    DateTimeOffset CreatedAt) : IRow<Payment>
{
    internal static readonly Sql Columns = Sql.Of(
        $"""
        id, order_id, provider, status, amount, currency, method, confirmation_url, failure, refunded, created_at,
        provider_id, token, return_url, customer_address
        """);

    /// <summary>The provider's id of the payment, once it has one.</summary>
    [JsonIgnore]
    public string? ProviderId { get; init; }

    [JsonIgnore]
    public string? Token { get; init; }

    /// <summary>Set only for a payment on the provider's page.</summary>
    [JsonIgnore]
    public string? ReturnUrl { get; init; }

    [JsonIgnore]
    public string? CustomerAddress { get; init; }

    /// <summary>The idempotency key of every call but the start, which uses the payment's own id.</summary>
    internal Guid KeyFor(string purpose)
    {
        var hash = SHA256.HashData([.. Id.ToByteArray(), .. Encoding.UTF8.GetBytes(purpose)]);
        return new(hash.AsSpan(0, 16));
    }

    public static Payment Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetGuid(1),
        row.GetString(2),
        row.GetString(3),
        row.GetDecimal(4),
        row.GetString(5),
        row.GetString(6),
        row.TextOrNull(7),
        row.TextOrNull(8),
        row.GetDecimal(9),
        row.GetFieldValue<DateTimeOffset>(10))
    {
        ProviderId = row.TextOrNull(11),
        Token = row.TextOrNull(12),
        ReturnUrl = row.TextOrNull(13),
        CustomerAddress = row.TextOrNull(14)
    };
}
