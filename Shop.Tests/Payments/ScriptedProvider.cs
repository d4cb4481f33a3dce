using Microsoft.AspNetCore.Http;
using Shop.Payments;
using Shop.Tests.Resilience;

namespace Shop.Tests.Payments;

/// <summary>A request from a gateway, with the body as sent.</summary>
sealed record Sent(string Line, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public Dictionary<string, string> Form =>
        Body.Split('&')
            .Select(pair => pair.Split('='))
            .ToDictionary(
                pair => Uri.UnescapeDataString(pair[0]),
                pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));
}

/// <summary>A provider that gives scripted answers in turn and repeats the last, and a gateway that calls it.</summary>
sealed class ScriptedProvider : IAsyncDisposable
{
    readonly List<Sent> _sent = [];
    readonly HttpClient _http = new();
    FlakyServer _server = null!;

    public IReadOnlyList<Sent> Sent => _sent;

    public IPaymentGateway Gateway { get; private set; } = null!;

    public static async Task<ScriptedProvider> StartAsync(string provider, params (int Status, string Body)[] answers)
    {
        var script = new ScriptedProvider();
        script._server = await FlakyServer.StartAsync(
            (n, http) => script.AnswerAsync(http, answers[Math.Min(n, answers.Length) - 1]));
        script.Gateway = PaymentProvider.Of(provider).At(script._server.Url, script._http);
        return script;
    }

    async Task AnswerAsync(HttpContext http, (int Status, string Body) answer)
    {
        using var reader = new StreamReader(http.Request.Body);
        _sent.Add(
            new(
                $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}",
                http.Request.Headers.ToDictionary(header => header.Key, header => $"{header.Value}"),
                await reader.ReadToEndAsync()));
        http.Response.StatusCode = answer.Status;
        // A failure that Stripe replays for the same key.
        if (answer.Body.StartsWith("replayed ", StringComparison.Ordinal))
            http.Response.Headers["Idempotent-Replayed"] = "true";
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.Body.Replace("replayed ", "", StringComparison.Ordinal));
    }

    public static Payment Payment(
        string? token = "tok_visa",
        string? returnUrl = null,
        string? providerId = null,
        decimal amount = 1130.50m,
        string currency = "RUB",
        TimeSpan age = default) =>
        new(
            Id: Guid.CreateVersion7(),
            OrderId: Guid.CreateVersion7(),
            Provider: "any",
            Status: PaymentState.Pending,
            amount,
            currency,
            PaymentMethod: "bank_card",
            ConfirmationUrl: null,
            Failure: null,
            Refunded: 0,
            CreatedAt: TimeProvider.System.GetUtcNow() - age)
        {
            Token = returnUrl is null ? token : null,
            ReturnUrl = returnUrl,
            ProviderId = providerId,
            CustomerAddress = "203.0.113.7"
        };

    public static Refund Refund(Payment payment, decimal amount, string? providerId = null) =>
        new(Guid.CreateVersion7(), payment.OrderId, payment.Id, amount, "не подошло", PaymentState.Pending)
        {
            ProviderId = providerId
        };

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }
}
