using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace Shop.Shipping.RussianPost;

/// <summary>
/// https://otpravka.pochta.ru/specification. An order stays in the backlog, with its barcode, until the shop puts it
/// into a batch and hands it in. From then on another service tracks it, by barcode only.
/// </summary>
public sealed class RussianPostCarrier(HttpClient http, IOptions<RussianPostOptions> options) : ICarrier
{
    public const string Provider = "russian_post";

    const int Russia = 643;

    readonly RussianPostClient _client = new(http, options.Value);

    public string Name => Provider;

    public async Task<Quote?> QuoteAsync(Destination destination, IReadOnlyList<Parcel> parcels, CancellationToken ct)
    {
        if (!PostalAddress.IsPostalCode(destination.PostalCode))
            return null;
        var settings = options.Value;
        var parcel = Parcel.Stacked(parcels);
        var request = new PostTariffRequest(
            settings.FromIndex,
            destination.PostalCode,
            settings.MailCategory,
            settings.MailType,
            parcel.Grams,
            new(
                Parcel.Centimetres(parcel.Height),
                Parcel.Centimetres(parcel.Length),
                Parcel.Centimetres(parcel.Width)),
            Fragile: false,
            WithOrderOfNotice: false);
        // 400: the Post does not deliver to this address, or not this parcel.
        var tariff = await _client.SendAsync(
            HttpMethod.Post,
            "/1.0/tariff",
            request,
            PostJson.Default.PostTariffRequest,
            PostJson.Default.PostTariff,
            [HttpStatusCode.BadRequest],
            ct);
        if (tariff is null)
            return null;
        return tariff is { TotalRate: > 0, DeliveryTime: var time }
            ? new(Provider, Provider, (tariff.TotalRate + tariff.TotalVat) / 100m, time?.MaxDays ?? time?.MinDays ?? 0)
            : throw ProviderHttp.UnreadableResponse(RussianPostClient.Carrier);
    }

    public async Task<CarrierShipment> CreateAsync(ShipmentOrder order, bool mayExist, CancellationToken ct)
    {
        if (mayExist && await FindByNumberAsync(order.ShipmentId, order.OrderNumber, ct) is { } earlier)
            return earlier;
        var body = await OrderOfAsync(order, ct);
        var result = await _client.SendAsync(
            HttpMethod.Put,
            "/1.0/user/backlog",
            [body],
            PostJson.Default.PostOrderArray,
            PostJson.Default.PostResult,
            [],
            ct);
        if (result!.ResultIds is [var id, ..])
            return new(Text(id), null, ShipmentStatus.Creating, []);
        throw Rejection(result);
    }

    public async Task<CarrierShipment> FindAsync(string providerId, string? trackingNumber, CancellationToken ct)
    {
        if (trackingNumber is null)
        {
            // An order in a batch is no longer in the backlog.
            HttpStatusCode[] absent = [HttpStatusCode.NotFound];
            var type = PostJson.Default.PostBacklog;
            var order = await _client.GetAsync($"/1.0/backlog/{providerId}", type, absent, ct)
                ?? await _client.GetAsync($"/1.0/shipment/{providerId}", type, [], ct);
            return Created(order!);
        }
        var operations = await _client.HistoryAsync(trackingNumber, ct);
        var latest = operations.Select(StatusOf).LastOrDefault(known => known is not null);
        var events = operations.Select(operation => new CarrierEvent(operation.At, operation.Name, operation.Place));
        return new(providerId, trackingNumber, latest ?? ShipmentStatus.Created, [.. events]);
    }

    /// <summary>Possible until the order is in a batch.</summary>
    public async Task CancelAsync(string providerId, CancellationToken ct)
    {
        long[] ids = [long.Parse(providerId, CultureInfo.InvariantCulture)];
        var result = await _client.SendAsync(
            HttpMethod.Delete,
            "/1.0/backlog",
            ids,
            PostJson.Default.Int64Array,
            PostJson.Default.PostResult,
            [],
            ct);
        if (result!.ResultIds is not [_, ..])
            throw Rejection(result);
    }

    public async Task<CarrierShipment?> FindByNumberAsync(Guid shipment, string orderNumber, CancellationToken ct)
    {
        var found = await _client.GetAsync(
            $"/1.0/backlog/search?query={Uri.EscapeDataString(orderNumber)}",
            PostJson.Default.PostBacklogArray,
            [HttpStatusCode.NotFound],
            ct);
        return found?.FirstOrDefault(order => order.OrderNum == orderNumber) is { } order ? Created(order) : null;
    }

    /// <summary>The Post itself splits the one-line address into its parts, including the region.</summary>
    async Task<PostOrder> OrderOfAsync(ShipmentOrder order, CancellationToken ct)
    {
        var settings = options.Value;
        var cleaned = await _client.SendAsync(
            HttpMethod.Post,
            "/1.0/clean/address",
            [new("1", order.Recipient.Address!)],
            PostJson.Default.PostAddressLineArray,
            PostJson.Default.PostAddressArray,
            [],
            ct);
        if (cleaned is not [{ } to, ..])
            throw ProviderHttp.UnreadableResponse(RussianPostClient.Carrier);
        if (!to.IsKnown || !int.TryParse(to.Index, CultureInfo.InvariantCulture, out var index))
            throw new ShopException(
                ErrorCode.Unprocessable,
                $"Russian Post does not know the address: {to.QualityCode}, {to.ValidationCode}.");
        const StringSplitOptions Options = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var names = order.Recipient.Name!.Split(' ', 2, Options);
        return new(
            "DEFAULT",
            names[0],
            names.ElementAtOrDefault(1),
            to.House,
            index,
            settings.MailCategory,
            Russia,
            settings.MailType,
            order.Parcel.Grams,
            order.OrderNumber,
            to.Place,
            settings.FromIndex,
            to.Region,
            to.Room,
            to.Street,
            Telephone(order.Recipient.Phone!));
    }

    ShopException Rejection(PostResult result)
    {
        var errors = (result.Errors ?? []).SelectMany(ReasonsOf).OfType<string>().ToList();
        return errors.Count > 0
            ? _client.Failed(string.Join("; ", errors), permanent: true)
            : ProviderHttp.UnreadableResponse(RussianPostClient.Carrier);
    }

    static IEnumerable<string?> ReasonsOf(PostRefusal error) =>
        error.ErrorCodes?.Select(code => code.Description ?? code.Code) ?? [error.ErrorCode];

    static CarrierShipment Created(PostBacklog order) => order.Id > 0
        ? new(Text(order.Id), order.Barcode is { Length: > 0 } barcode ? barcode : null, ShipmentStatus.Created, [])
        : throw ProviderHttp.UnreadableResponse(RussianPostClient.Carrier);

    /// <summary>
    /// https://tracking.pochta.ru/support/dictionaries/operation_codes. Null for an operation that does not tell where
    /// the parcel is.
    /// </summary>
    static ShipmentStatus? StatusOf(PostOperation operation) => operation switch
    {
        // Returned to the sender: at the counter, from a locker, by a postman or by a courier.
        { Type: 2, Attribute: 2 or 4 or 7 or 9 } => ShipmentStatus.Returned,
        { Type: 2 } => ShipmentStatus.Delivered,
        { Type: 1 or 3 or 4 or 6 or 8 or 12 or 21 or 31 or 42 } => ShipmentStatus.InTransit,
        { Type: 20 or 27 or 28 or 37 } => ShipmentStatus.Created,
        _ => null
    };

    static long? Telephone(string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return long.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
