using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace Shop.Shipping.Cdek;

/// <summary>
/// https://api-docs.cdek.ru. CDEK accepts an order with 202 and validates it afterwards. Whether it is valid, and its
/// number, is known only from reading it again.
/// </summary>
public sealed class CdekCarrier(HttpClient http, IOptions<CdekOptions> options, CdekLogin login) : ICarrier
{
    public const string Provider = "cdek";

    // CDEK needs about this long to assign a number to an order.
    static readonly TimeSpan[] PollDelays =
    [
        TimeSpan.FromMilliseconds(100),
        TimeSpan.FromMilliseconds(400),
        TimeSpan.FromSeconds(1)
    ];

    public string Name => Provider;

    public async Task<Quote?> QuoteAsync(Destination destination, IReadOnlyList<Parcel> parcels, CancellationToken ct)
    {
        var settings = options.Value;
        var body = new CdekTariffRequest(
            Type: 1,
            Currency: 1,
            settings.TariffCode,
            new(settings.FromCity, null, null, null),
            new(null, destination.City, destination.PostalCode, null),
            [.. parcels.Select(PackageOf)]);
        var content = JsonContent.Create(body, CdekJson.Default.CdekTariffRequest);
        using var response = await SendAsync(HttpMethod.Post, "/v2/calculator/tariff", content, ct);
        // CDEK does not deliver to this address, or not these parcels.
        if (response.StatusCode == HttpStatusCode.BadRequest)
            return null;
        var tariff = await ReadAsync(response, CdekJson.Default.CdekTariff, ct);
        if (tariff.Errors is { Length: > 0 })
            return null;
        return tariff.TotalSum > 0
            ? new(Provider, Provider, tariff.TotalSum, tariff.CalendarMax ?? tariff.PeriodMax)
            : throw ProviderHttp.UnreadableResponse("CDEK");
    }

    public async Task<CarrierShipment> CreateAsync(ShipmentOrder order, bool mayExist, CancellationToken ct)
    {
        if (mayExist && await FindByNumberAsync(order.ShipmentId, order.OrderNumber, ct) is { } earlier)
            return earlier;

        var settings = options.Value;
        var body = new CdekOrderRequest(
            Type: 1,
            order.OrderNumber,
            settings.TariffCode,
            new(settings.FromCity, null, null, null),
            new(null, null, null, order.Recipient.Address),
            new(order.Recipient.Name!, [new(order.Recipient.Phone!)]),
            [
                PackageOf(order.Parcel) with
                {
                    Number = "1",
                    Items = [.. order.Items.Select(item => ItemOf(item, order.GramsOfPiece))]
                }
            ]);
        var content = JsonContent.Create(body, CdekJson.Default.CdekOrderRequest);
        using var response = await SendAsync(HttpMethod.Post, "/v2/orders", content, ct);
        var answer = await ReadAsync(response, CdekJson.Default.CdekAnswer, ct);
        return answer.Entity?.Uuid is { } uuid
            ? new(uuid, null, ShipmentStatus.Creating, [])
            : throw Rejection(answer) ?? ProviderHttp.UnreadableResponse("CDEK");
    }

    public async Task<CarrierShipment> FindAsync(string providerId, string? trackingNumber, CancellationToken ct)
    {
        for (var poll = 0; ; poll++)
        {
            using var response = await SendAsync(HttpMethod.Get, $"/v2/orders/{providerId}", null, ct);
            var answer = await ReadAsync(response, CdekJson.Default.CdekAnswer, ct);
            if (answer.Requests?.Any(request => request is { Type: "CREATE", State: "INVALID" }) == true)
                return new(providerId, null, ShipmentStatus.Failed, [], Rejection(answer)?.Message);
            if (answer.Entity is null)
                throw ProviderHttp.UnreadableResponse("CDEK");
            if (answer.Entity.CdekNumber is not null || poll == PollDelays.Length)
                return Shipment(providerId, answer.Entity);
            await Task.Delay(PollDelays[poll], ct);
        }
    }

    public async Task CancelAsync(string providerId, CancellationToken ct)
    {
        using var response = await SendAsync(HttpMethod.Delete, $"/v2/orders/{providerId}", null, ct);
        if (response.StatusCode != HttpStatusCode.NotFound)
            await ReadAsync(response, CdekJson.Default.CdekAnswer, ct);
    }

    public async Task<CarrierShipment?> FindByNumberAsync(Guid shipment, string orderNumber, CancellationToken ct)
    {
        var path = $"/v2/orders?im_number={Uri.EscapeDataString(orderNumber)}";
        using var response = await SendAsync(HttpMethod.Get, path, null, ct);
        // {"errors":[{"code":"v2_entity_not_found_im_number",...}]}
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
            return null;
        return (await ReadAsync(response, CdekJson.Default.CdekAnswer, ct)).Entity?.Uuid is { } uuid
            ? new(uuid, null, ShipmentStatus.Creating, [])
            : null;
    }

    async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(options.Value.BaseAddress, path));
        request.Content = content;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await login.TokenAsync(http, ct));
        var response = await http.SendAsync(request, ct);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            login.Forget();
        return response;
    }

    async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
    {
        if (response.IsSuccessStatusCode)
            return await ProviderHttp.ReadAsync("CDEK", response, type, ct);
        var isPermanent = response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound;
        throw CarrierResponse.Failed(
            "CDEK",
            $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(ct)}",
            isPermanent,
            options.Value.ClientSecret,
            response.RequestMessage?.Headers.Authorization?.Parameter ?? "");
    }

    static CdekPackage PackageOf(Parcel parcel) => new(
        null,
        parcel.Grams,
        Parcel.Centimetres(parcel.Length),
        Parcel.Centimetres(parcel.Width),
        Parcel.Centimetres(parcel.Height),
        null);

    static CdekItem ItemOf(ShipmentItem item, int grams) =>
        new(item.Name, item.Sku, new(0), item.Price, grams, item.Quantity);

    static ShopException? Rejection(CdekAnswer answer)
    {
        var errors = (answer.Requests ?? [])
            .SelectMany(request => request.Errors ?? [])
            .Concat(answer.Errors ?? [])
            .ToList();
        return errors.Count > 0
            ? new(ErrorCode.Unprocessable, string.Join("; ", errors.Select(error => error.Message)))
            : null;
    }

    static CarrierShipment Shipment(string providerId, CdekOrder order)
    {
        var statuses = order.Statuses ?? [];
        var events = statuses
            .Select(status => new CarrierEvent(Time(status.DateTime), status.Name ?? status.Code, status.City))
            .ToList();
        // The list is newest first, and some codes do not tell where the parcel is.
        var latest = statuses.Select(status => StatusOf(status.Code)).FirstOrDefault(known => known is not null);
        return new(providerId, order.CdekNumber, latest ?? ShipmentStatus.Created, events);
    }

    static ShipmentStatus? StatusOf(string code) => code switch
    {
        "DELIVERED" => ShipmentStatus.Delivered,
        "NOT_DELIVERED" => ShipmentStatus.Returned,
        "REMOVED" or "INVALID" => ShipmentStatus.Cancelled,
        "ACCEPTED" or "CREATED" => ShipmentStatus.Created,
        "RECEIVED_AT_SHIPMENT_WAREHOUSE"
            or "RECEIVED_AT_SENDER_WAREHOUSE"
            or "READY_FOR_SHIPMENT_IN_SENDER_CITY"
            or "TAKEN_BY_TRANSPORTER_FROM_SENDER_CITY"
            or "SENT_TO_TRANSIT_CITY"
            or "ACCEPTED_IN_TRANSIT_CITY"
            or "SENT_TO_RECIPIENT_CITY"
            or "ACCEPTED_IN_RECIPIENT_CITY"
            or "ACCEPTED_AT_PICK_UP_POINT"
            or "TAKEN_BY_COURIER" => ShipmentStatus.InTransit,
        _ => null
    };

    // 2026-08-01T10:00:00+0000, whose offset has no colon.
    static DateTimeOffset Time(string? text)
    {
        string[] formats = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'"];
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal;
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, Styles, out var time)
            ? time
            : throw ProviderHttp.UnreadableResponse("CDEK");
    }
}
