using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Payments;

public sealed record Payment(
    Guid Id,
    Guid OrderId,
    string Provider,
    PaymentState Status,
    decimal Amount,
    string Currency,
    string PaymentMethod,
    string? ConfirmationUrl,
    string? Failure,
    decimal Refunded,
    DateTimeOffset CreatedAt) : IRow<Payment>
{
    internal static Sql Find(Guid id) => Sql.Of($"select {Columns} from payments.payments where id = {id}");

    internal static readonly Sql Columns = Sql.Of(
        $"""
        id, order_id, provider, status, amount, currency, method, confirmation_url, failure, refunded, created_at,
        provider_id, token, return_url, customer_address
        """);

    /// <summary>The provider's id of the payment, once it has one.</summary>
    [JsonIgnore]
    public string? ProviderId { get; init; }

    /// <summary>For a payment that the provider has accepted.</summary>
    internal string KnownProviderId =>
        ProviderId ?? throw new InvalidOperationException($"Payment {Id} has no id at {Provider} yet.");

    [JsonIgnore]
    public string? Token { get; init; }

    /// <summary>Set only for a payment on the provider's page.</summary>
    [JsonIgnore]
    public string? ReturnUrl { get; init; }

    [JsonIgnore]
    public string? CustomerAddress { get; init; }

    /// <summary>The fiscal receipt to send when the payment starts.</summary>
    [JsonIgnore]
    public Receipt? Receipt { get; init; }

    /// <summary>The idempotency key of every call but the start, which uses the payment's own id.</summary>
    internal Guid KeyFor(string purpose)
    {
        var hash = SHA256.HashData([.. Id.ToByteArray(), .. Encoding.UTF8.GetBytes(purpose)]);
        return new(hash.AsSpan(0, 16));
    }

    public static Payment Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<Guid>(),
        row.Get<string>(),
        row.Named<PaymentState>(),
        row.Get<decimal>(),
        row.Get<string>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.Get<decimal>(),
        row.Get<DateTimeOffset>())
    {
        ProviderId = row.TextOrNull(),
        Token = row.TextOrNull(),
        ReturnUrl = row.TextOrNull(),
        CustomerAddress = row.TextOrNull()
    };
}

/// <summary>A payment and the customer of its order.</summary>
public sealed record OwnedPayment(Payment Payment, Guid Owner) : IRow<OwnedPayment>
{
    public static OwnedPayment Read(RowReader row) => new(Payment.Read(row), row.Get<Guid>());
}
