using System.Text.Json;

namespace Shop.Tickets.QTickets;

/// <summary>
/// Turns an empty answer, and half of one, into a failed call, which the HTTP client then repeats. QTickets sends both,
/// with status 200.
/// </summary>
sealed class WholeAnswerHandler : DelegatingHandler
{
    const int MaxLength = 64 << 20;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            // Within the timeout of the attempt: HttpClient reads the body after its handlers.
            await response.Content.LoadIntoBufferAsync(MaxLength, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return response;
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (IsWhole(body))
                return response;
            throw new HttpRequestException(
                HttpRequestError.InvalidResponse, $"{request.RequestUri!.AbsolutePath} gave an incomplete answer.");
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    // {"data":[{},{}],"paging":{"perPage":100,"currentPage":1,"total":2}} or {"data":{}}
    internal static bool IsWhole(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var (hasData, rows, perPage, total) = (false, -1, 0, 0);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("data"))
                {
                    reader.Read();
                    hasData = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject;
                    rows = reader.TokenType == JsonTokenType.StartArray ? CountOf(ref reader) : -1;
                    reader.Skip();
                }
                else if (reader.ValueTextEquals("paging"))
                    (perPage, total) = PagingOf(ref reader);
                else
                    reader.Skip();
            }
            // Whether the total counts rows or pages, a page that is not the last one has perPage rows.
            return hasData && !reader.Read() && (rows < 0 || rows >= Math.Min(perPage, total));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static int CountOf(ref Utf8JsonReader reader)
    {
        var rows = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            rows++;
            reader.Skip();
        }
        return rows;
    }

    static (int PerPage, int Total) PagingOf(ref Utf8JsonReader reader)
    {
        var (perPage, total) = (0, 0);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return (perPage, total);
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isPerPage, isTotal) = (reader.ValueTextEquals("perPage"), reader.ValueTextEquals("total"));
            reader.Read();
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number))
                (perPage, total) = (isPerPage ? number : perPage, isTotal ? number : total);
            else
                reader.Skip();
        }
        return (perPage, total);
    }
}
