using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Shop.Payments;
using Shop.Payments.CloudPayments;
using Shop.Payments.Stripe;
using Shop.Payments.YooKassa;

namespace Shop.Tests.Payments;

/// <summary>
/// A payment provider as WireMock plays it: what differs between the three, so that one test can cover them all.
/// </summary>
abstract class PaymentProvider(string name, string keyHeader, string declineReason)
{
    public static readonly PaymentProvider YooKassa = new YooKassaProvider();
    public static readonly PaymentProvider Stripe = new StripeProvider();
    public static readonly PaymentProvider CloudPayments = new CloudPaymentsProvider();

    public static TheoryData<string> All => [YooKassa.Name, Stripe.Name, CloudPayments.Name];

    /// <summary>UnreadableResponse responses to all attempts of one call while the customer waits.</summary>
    public static object[] UnreadableResponse(string text = "oops") =>
        [.. Enumerable.Repeat(new { status = 200, body = $"<html>{text}" }, 4)];

    public static PaymentProvider Of(string name) =>
        new[] { YooKassa, Stripe, CloudPayments }.Single(provider => provider.Name == name);

    public string Name => name;
    public string DeclineReason => declineReason;

    /// <summary>Matches the calls that charge this order.</summary>
    public abstract object ChargePattern(JsonObject order);

    public abstract object RefundPattern(string providerId);

    /// <summary>Reads a payment on the page; the response says that the customer has not paid.</summary>
    public abstract (object Request, object Response) UnpaidStub(JsonObject payment, string providerId);

    /// <summary>The response to an invalid request; it quotes the card token.</summary>
    public abstract object Repeating(string token);

    /// <summary>The notification that the customer has paid, optionally signed with another key.</summary>
    public abstract HttpRequestMessage Notification(
        JsonObject payment,
        string providerId,
        string? secret = null,
        TimeSpan age = default);

    public abstract IPaymentGateway At(Uri address, HttpClient http);

    public string KeyOf(JsonObject request) => (string)request["headers"]![keyHeader]!;

    public Task<List<JsonObject>> ChargesAsync(HttpClient wiremock, JsonObject order, CancellationToken ct) =>
        wiremock.RequestsAsync(ChargePattern(order), ct);

    /// <summary>The idempotency keys of the calls that charge this order.</summary>
    public async Task<List<string>> KeysAsync(HttpClient wiremock, JsonObject order, CancellationToken ct) =>
        [.. (await ChargesAsync(wiremock, order, ct)).Select(KeyOf).Distinct()];

    protected static HttpRequestMessage Webhook(
        string provider,
        string body,
        string type,
        params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/payments/webhooks/{provider}")
        {
            Content = new StringContent(body, Encoding.UTF8, type)
        };
        foreach (var (header, value) in headers)
            request.Headers.Add(header, value);
        return request;
    }

    protected static byte[] Hmac(string secret, string text) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));

    sealed class YooKassaProvider() : PaymentProvider(YooKassaGateway.Provider, "Idempotence-Key", "insufficient_funds")
    {
        public override object ChargePattern(JsonObject order) => new
        {
            method = "POST",
            urlPath = "/v3/payments",
            bodyPatterns = WireMock.Body("$.metadata.order_id", (string)order["id"]!)
        };

        public override object RefundPattern(string providerId) => new
        {
            method = "POST",
            urlPath = "/v3/refunds",
            bodyPatterns = WireMock.Body("$.payment_id", providerId)
        };

        public override (object, object) UnpaidStub(JsonObject payment, string providerId) => (
            new { method = "GET", urlPath = $"/v3/payments/{providerId}" },
            new { status = 200, jsonBody = new { id = providerId, status = "pending" } });

        public override object Repeating(string token) => new
        {
            status = 400,
            jsonBody = new
            {
                type = "error",
                code = "invalid_request",
                description = $"No such token: {token}",
                parameter = "payment_token"
            }
        };

        public override HttpRequestMessage Notification(
            JsonObject payment,
            string providerId,
            string? secret = null,
            TimeSpan age = default) =>
            Webhook(
                Name,
                new JsonObject
                {
                    ["type"] = "notification",
                    ["event"] = "payment.succeeded",
                    ["object"] = new JsonObject { ["id"] = providerId, ["status"] = "succeeded" }
                }.ToJsonString(),
                "application/json");

        public override IPaymentGateway At(Uri address, HttpClient http) => new YooKassaGateway(
            http,
            Options.Create(
                new YooKassaOptions { BaseAddress = address, ShopId = "100500", SecretKey = "test_secret" }));
    }

    sealed class StripeProvider()
        : PaymentProvider(StripeGateway.Provider, "Idempotency-Key", "Your card was declined.")
    {
        public override object ChargePattern(JsonObject order) => new
        {
            method = "POST",
            urlPathPattern = "/v1/(payment_intents|checkout/sessions)",
            bodyPatterns = new[] { new { contains = $"metadata%5Border_id%5D={order["id"]}" } }
        };

        public override object RefundPattern(string providerId) => new
        {
            method = "POST",
            urlPath = "/v1/refunds",
            bodyPatterns = new[] { new { contains = $"payment_intent={providerId}&" } }
        };

        public override (object, object) UnpaidStub(JsonObject payment, string providerId) => (
            new { method = "GET", urlPath = $"/v1/checkout/sessions/{providerId}" },
            new
            {
                status = 200,
                jsonBody = new
                {
                    id = providerId,
                    @object = "checkout.session",
                    status = "open",
                    payment_status = "unpaid",
                    payment_intent = (object?)null,
                    url = (string?)payment["confirmation_url"] ?? "https://checkout.stripe.com/c/pay"
                }
            });

        public override object Repeating(string token) => new
        {
            status = 400,
            jsonBody = new
            {
                error = new
                {
                    type = "invalid_request_error",
                    code = "resource_missing",
                    message = $"No such PaymentMethod: '{token}'",
                    param = "payment_method"
                }
            }
        };

        public override HttpRequestMessage Notification(
            JsonObject payment,
            string providerId,
            string? secret = null,
            TimeSpan age = default)
        {
            var body = new JsonObject
            {
                ["id"] = "evt_1",
                ["object"] = "event",
                ["type"] = "payment_intent.amount_capturable_updated",
                ["data"] = new JsonObject
                {
                    ["object"] = new JsonObject
                    {
                        ["id"] = "pi_1",
                        ["object"] = "payment_intent",
                        ["status"] = "succeeded",
                        ["metadata"] = new JsonObject { ["payment_id"] = (string)payment["id"]! }
                    }
                }
            }.ToJsonString();
            var signature = Signature(body, TimeProvider.System.GetUtcNow() - age, secret ?? "whsec_development");
            return Webhook(Name, body, "application/json", ("Stripe-Signature", signature));
        }

        static string Signature(string body, DateTimeOffset at, string secret)
        {
            var t = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            return $"t={t},v1={Convert.ToHexStringLower(Hmac(secret, $"{t}.{body}"))}"
                + ",v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39";
        }

        public override IPaymentGateway At(Uri address, HttpClient http) => new StripeGateway(
            http,
            Options.Create(
                new StripeOptions
                {
                    BaseAddress = address,
                    SecretKey = "sk_test_secret",
                    WebhookSecret = "whsec_secret"
                }),
            Options.Create(new PaymentOptions()));
    }

    sealed class CloudPaymentsProvider()
        : PaymentProvider(CloudPaymentsGateway.Provider, "X-Request-ID", "Недостаточно средств на карте")
    {
        public override object ChargePattern(JsonObject order) => new
        {
            method = "POST",
            urlPathPattern = "/(payments/cards/charge|orders/create)",
            bodyPatterns = WireMock.Body("$.Description", $"Заказ {order["number"]}")
        };

        public override object RefundPattern(string providerId) => new
        {
            method = "POST",
            urlPath = "/payments/refund",
            bodyPatterns = WireMock.Body("$.TransactionId", providerId)
        };

        public override (object, object) UnpaidStub(JsonObject payment, string providerId) => (
            new
            {
                method = "POST",
                urlPath = "/payments/find",
                bodyPatterns = WireMock.Body("$.InvoiceId", (string)payment["id"]!)
            },
            new { status = 200, body = """{"Success":false,"Message":"Not found"}""" });

        public override object Repeating(string token) =>
            new { status = 200, body = $$"""{"Success":false,"Message":"Invalid cryptogram {{token}}"}""" };

        public override HttpRequestMessage Notification(
            JsonObject payment,
            string providerId,
            string? secret = null,
            TimeSpan age = default)
        {
            var body = $"TransactionId=504&Amount=10.00&Currency=RUB&InvoiceId={payment["id"]}&Status=Completed"
                + "&CardHolderMessage=%D0%9E%D0%BA";
            var signature = Convert.ToBase64String(Hmac(secret ?? "cloud_development", body));
            return Webhook(Name, body, "application/x-www-form-urlencoded", ("Content-HMAC", signature));
        }

        public override IPaymentGateway At(Uri address, HttpClient http) => new CloudPaymentsGateway(
            http,
            Options.Create(
                new CloudPaymentsOptions { BaseAddress = address, PublicId = "pk_test", ApiSecret = "cloud_secret" }),
            TimeProvider.System);
    }
}
