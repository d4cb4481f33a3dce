using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Shop.Tickets.QTickets;

/// <summary>
/// QTickets REST v1, <c>/api/rest/v1/{method}</c>. The filter of a list is the JSON body of a GET:
/// <c>{"where":[{"column":"id","operator":">","value":88}],"orderBy":{"id":"asc"},"page":1}</c>. Calls that fail are
/// repeated by the HTTP client.
/// </summary>
public sealed class QTicketsClient(HttpClient http, IOptions<QTicketsOptions> options, TimeProvider time)
{
    public const string Provider = "qtickets";

    const string Name = "QTickets";

    /// <summary>
    /// The first page of what comes after an id. Pages with a number would move while orders are sold and deleted, so
    /// that an order is seen twice or not at all.
    /// </summary>
    public async Task<QTicketsAnswer> ListAsync(
        QTicketsResource resource, long afterId, (string Column, DateTimeOffset From)? since, CancellationToken ct)
    {
        var (path, filter) = (resource.Spelling(), Filter(afterId, since));
        using var response = await SendAsync(path, filter, ct);
        return await ReadAsync(response, resource, path, filter, ct);
    }

    /// <summary>An event with its shows. Null when it is not there any more, as with the following calls.</summary>
    public Task<QTicketsAnswer?> EventAsync(long id, CancellationToken ct) =>
        FindAsync(QTicketsResource.Shows, $"events/{id}", "", ct);

    public Task<QTicketsAnswer?> SeatsAsync(long show, CancellationToken ct) => FindAsync(
        QTicketsResource.Inventory,
        $"shows/{show}/seats",
        """{"select":["zone_id","quantity","free_quantity","reserved_quantity","disabled"],"flat":1}""",
        ct);

    public Task<QTicketsAnswer?> OrderAsync(long id, CancellationToken ct) =>
        FindAsync(QTicketsResource.Orders, $"orders/{id}", "", ct);

    async Task<QTicketsAnswer?> FindAsync(
        QTicketsResource resource, string path, string filter, CancellationToken ct)
    {
        using var response = await SendAsync(path, filter, ct);
        return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone
            ? null
            : await ReadAsync(response, resource, path, filter, ct);
    }

    async Task<HttpResponseMessage> SendAsync(string path, string filter, CancellationToken ct)
    {
        var settings = options.Value;
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(settings.BaseAddress, $"/api/rest/v1/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        request.Headers.Accept.Add(new("application/json"));
        request.Headers.CacheControl = new() { NoCache = true };
        if (filter.Length > 0)
            request.Content = new StringContent(filter, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await http.SendAsync(request, ct);
    }

    async Task<QTicketsAnswer> ReadAsync(
        HttpResponseMessage response, QTicketsResource resource, string path, string filter, CancellationToken ct)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw Failure(response, path);
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        return QTicketsAnswer.Of(resource, path, filter, response.Headers.Date ?? time.GetUtcNow(), body);
    }

    // {"error":"Some error","status":403}. The text may repeat parts of the request, so it is left out.
    static ShopException Failure(HttpResponseMessage response, string path)
    {
        var status = response.StatusCode;
        var isTransient = (int)status >= 500
            || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
        return new(ErrorCode.Unavailable, $"{Name} answered {(int)status} to {path}.", permanent: !isTransient)
        {
            RetryAfter = response.Headers.RetryAfter?.Delta
        };
    }

    static string Filter(long afterId, (string Column, DateTimeOffset From)? since)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("where");
            if (since is var (column, from))
            {
                Column(column, ">=");
                json.WriteString("value", Moscow.Text(from));
                json.WriteEndObject();
            }
            Column("id", ">");
            json.WriteNumber("value", afterId);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartObject("orderBy");
            json.WriteString("id", "asc");
            json.WriteEndObject();
            json.WriteNumber("page", 1);
            json.WriteEndObject();

            void Column(string name, string comparison)
            {
                json.WriteStartObject();
                json.WriteString("column", name);
                json.WriteString("operator", comparison);
            }
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
