using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shop.Payments.CloudPayments;
using Shop.Payments.Stripe;

namespace Shop.Tests.Payments;

public class WebhookSignatureTests
{
    const string Body =
        """
        {"id":"evt_1","type":"payment_intent.succeeded",
         "data":{"object":{"id":"pi_1","object":"payment_intent",
         "metadata":{"payment_id":"019b76da-abe8-711d-ab0d-549b6f03675a"}}}}
        """;

    static readonly Guid Known = new("019b76da-abe8-711d-ab0d-549b6f03675a");

    [Theory]
    [InlineData("t={now},v1={good}", true)]
    [InlineData("t={now},v1={other},v1={good}", true)]
    [InlineData("v1={good} , t={now} , v0=1", true)]
    [InlineData("t={now},v1={other}", false)]
    [InlineData("t={now},v0={good}", false)]
    [InlineData("t={now},v1=", false)]
    [InlineData("t={now},v1=ключ", false)]
    [InlineData("v1={good}", false)]
    [InlineData("t=,v1={good}", false)]
    [InlineData("t=99999999999999999999,v1={good}", false)]
    [InlineData("nonsense", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_Stripe_event_needs_one_valid_signature(string? header, bool isTrusted) =>
        Assert.Equal(
            isTrusted,
            Stripe.IsTrusted(header is null ? null : Filled(header, 0), Encoding.UTF8.GetBytes(Body)));

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void A_Stripe_signature_is_valid_for_five_minutes(int seconds, bool isTrusted) =>
        Assert.Equal(isTrusted, Stripe.IsTrusted(Filled("t={now},v1={good}", seconds), Encoding.UTF8.GetBytes(Body)));

    [Fact]
    public void A_Stripe_event_names_the_payment_to_read()
    {
        Assert.Equal((Known, "pi_1"), StripeWebhook.Payment(Encoding.UTF8.GetBytes(Body)));
        Assert.Null(
            StripeWebhook.Payment(
                """{"type":"charge.refunded","data":{"object":{"id":"ch_1","object":"charge","metadata":{}}}}"""u8));
        Assert.Null(
            StripeWebhook.Payment(
                """
                {"type":"payment_intent.succeeded",
                 "data":{"object":{"id":"pi_1","object":"payment_intent","metadata":{"payment_id":"1"}}}}
                """u8));
        Assert.Null(StripeWebhook.Payment("{}"u8));
        Assert.Throws<ShopException>(() => StripeWebhook.Payment("nonsense"u8));
    }

    [Theory]
    [InlineData("InvoiceId=019b76da-abe8-711d-ab0d-549b6f03675a&CardHolderMessage=%D0%9E%D0%BA+%D0%B8", true)]
    [InlineData("Amount=10&InvoiceId=019b76da%2Dabe8-711d-ab0d-549b6f03675a", true)]
    [InlineData("""{"TransactionId":504,"InvoiceId":"019b76da-abe8-711d-ab0d-549b6f03675a"}""", true)]
    [InlineData("InvoiceId=order-7", false)]
    [InlineData("Amount=10", false)]
    [InlineData("{}", false)]
    [InlineData("", false)]
    public void A_CloudPayments_notification_is_a_form_or_JSON_signed_raw_or_decoded(string body, bool isOurs)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.Equal(isOurs ? Known : null, CloudPaymentsWebhook.PaymentId(bytes));

        Assert.True(Cloud.IsTrusted([Hmac("cloud_secret", body), null], bytes));
        Assert.True(Cloud.IsTrusted([null, Hmac("cloud_secret", System.Net.WebUtility.UrlDecode(body))], bytes));
        Assert.False(Cloud.IsTrusted([Hmac("another", body), ""], bytes));
        Assert.False(Cloud.IsTrusted([null, null], bytes));
        Assert.False(Cloud.IsTrusted([Hmac("cloud_secret", body)], [.. bytes, (byte)' ']));
    }

    static readonly FakeTimeProvider Time = new();

    static StripeWebhook Stripe => new(Options.Create(new StripeOptions { WebhookSecret = "whsec_secret" }), Time);

    static CloudPaymentsWebhook Cloud => new(Options.Create(new CloudPaymentsOptions { ApiSecret = "cloud_secret" }));

    static string Filled(string header, int secondsFromNow)
    {
        var t = $"{Time.GetUtcNow().ToUnixTimeSeconds() + secondsFromNow}";
        string Sign(string secret) => Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{t}.{Body}")));
        return header.Replace("{now}", t, StringComparison.Ordinal)
            .Replace("{good}", Sign("whsec_secret"), StringComparison.Ordinal)
            .Replace("{other}", Sign("another"), StringComparison.Ordinal);
    }

    static string Hmac(string secret, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
}
