using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Rehearsal;

/// <summary>A client of the shop at its public address, over TLS.</summary>
sealed class ShopClient : IDisposable
{
    readonly HttpClient _http;

    public ShopClient(int port, Certificate certificate)
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => certificate.Is(shown) },
            ConnectCallback = (_, ct) => ConnectAsync(port, ct)
        };
        _http = new(handler) { BaseAddress = new($"https://{Stage.PublicName}/"), Timeout = TimeSpan.FromSeconds(30) };
    }

    // Every connection is another client: the limits for one address are those of a deployment.
    static async ValueTask<Stream> ConnectAsync(int port, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(new IPAddress([127, .. RandomBytes()]), 0));
            await socket.ConnectAsync(IPAddress.Loopback, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        static byte[] RandomBytes() =>
            [(byte)Random.Shared.Next(1, 255), (byte)Random.Shared.Next(256), (byte)Random.Shared.Next(1, 255)];
    }

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        object? body,
        string? token,
        string? key,
        CancellationToken ct,
        string? cookies = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is HttpContent content)
            request.Content = content;
        else if (body is not null)
            request.Content = JsonContent.Create(body);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (cookies is not null)
            request.Headers.Add("Cookie", cookies);
        return _http.SendAsync(request, ct);
    }

    /// <summary>The answer as JSON; another status than 2xx fails the step.</summary>
    public async Task<JsonNode> JsonAsync(
        HttpMethod method, string path, object? body, string? token, CancellationToken ct)
    {
        using var answer = await SendAsync(method, path, body, token, key: null, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        StepFailedException.If(
            !answer.IsSuccessStatusCode, $"{method} {path} answered {(int)answer.StatusCode}: {text}");
        return string.IsNullOrEmpty(text) ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public async Task<Account> RegisterAsync(string email, string password, CancellationToken ct)
    {
        var session = await JsonAsync(
            HttpMethod.Post, "/api/auth/register", new { email, password, first_name = "Анна" }, null, ct);
        return new((Guid)session["user"]!["id"]!, email, (string)session["access_token"]!);
    }

    public async Task<string> LoginAsync(string email, string password, CancellationToken ct)
    {
        var session = await JsonAsync(HttpMethod.Post, "/api/auth/login", new { email, password }, null, ct);
        return (string)session["access_token"]!;
    }

    public static object Order(Guid product, int quantity = 1) => new
    {
        items = new[] { new { product_id = product, quantity } },
        shipping_address = new
        {
            first_name = "Анна",
            last_name = "Ким",
            street = "Лесная, 5",
            city = "Тверь",
            postal_code = "170000"
        }
    };

    public void Dispose() => _http.Dispose();
}

sealed record Account(Guid Id, string Email, string Token)
{
    public static string NewEmail(int i) => string.Create(
        CultureInfo.InvariantCulture, $"buyer-{i}-{Guid.CreateVersion7():n}@shop-rehearsal.test");
}
