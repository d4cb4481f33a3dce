using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Shop.Shipping.Boxberry;

/// <summary>
/// https://help.boxberry.ru, its JSON API. Parcels go by courier. Boxberry accepts an order number once, so a second
/// attempt is rejected instead of creating a duplicate. The first parcel is then found by date range.
/// </summary>
public sealed class BoxberryCarrier(HttpClient http, IOptions<BoxberryOptions> options) : ICarrier
{
    public const string Provider = "boxberry";

    const int ByCourier = 2;

    // Значение «S-1» для «Номер заказа в ИМ» уже занято.
    const string NumberIsTaken = "уже занято";

    // Times are in Moscow time, without an offset.
    static readonly TimeSpan Moscow = TimeSpan.FromHours(3);

    readonly BoxberryClient _client = new(http, options.Value);

    public string Name => Provider;

    public async Task<Quote?> QuoteAsync(Destination destination, IReadOnlyList<Parcel> parcels, CancellationToken ct)
    {
        if (!PostalAddress.IsPostalCode(destination.PostalCode))
            return null;
        var parcel = Parcel.Stacked(parcels);
        var answer = await _client.GetAsync("DeliveryCosts", new()
        {
            ["weight"] = $"{parcel.Grams}",
            ["targetstart"] = options.Value.ReceptionPoint,
            ["zip"] = destination.PostalCode,
            ["ordersum"] = "0",
            ["deliverysum"] = "0",
            ["paysum"] = "0",
            ["height"] = $"{Parcel.Centimetres(parcel.Height)}",
            ["width"] = $"{Parcel.Centimetres(parcel.Width)}",
            ["depth"] = $"{Parcel.Centimetres(parcel.Length)}",
            ["sucrh"] = "1"
        }, ct);
        // It does not deliver to this address, or not this parcel.
        if (answer.Error is not null)
            return null;
        var costs = answer.Read(BoxberryJson.Default.BoxberryCosts);
        return costs.Price > 0
            ? new(Provider, Provider, costs.Price, costs.DeliveryPeriod)
            : throw ProviderHttp.UnreadableResponse("Boxberry");
    }

    public async Task<CarrierShipment> CreateAsync(ShipmentOrder order, bool mayExist, CancellationToken ct)
    {
        if (mayExist && await FindByNumberAsync(order.ShipmentId, order.OrderNumber, ct) is { } earlier)
            return earlier;
        var parcel = JsonSerializer.Serialize(ParcelOf(order), BoxberryJson.Default.BoxberryParcel);
        var answer = await _client.PostAsync("ParselCreate", parcel, ct);
        if (answer.Error?.Contains(NumberIsTaken, StringComparison.OrdinalIgnoreCase) == true
            && await FindByNumberAsync(order.ShipmentId, order.OrderNumber, ct) is { } existing)
            return existing;
        var created = OrThrow(answer).Read(BoxberryJson.Default.BoxberryTrack);
        return created.Track is { Length: > 0 } track
            ? Created(track)
            : throw ProviderHttp.UnreadableResponse("Boxberry");
    }

    public async Task<CarrierShipment> FindAsync(string providerId, string? trackingNumber, CancellationToken ct)
    {
        var answer = await _client.GetAsync("ListStatuses", new() { ["ImId"] = providerId }, ct);
        if (answer.Error is { } error)
            throw _client.Failed(error, permanent: false);
        var events = answer.Read(BoxberryJson.Default.BoxberryStatusArray)
            .Select(EventOf)
            .OrderBy(status => status.At)
            .ToList();
        var latest = events.Select(status => StatusOf(status.Status)).LastOrDefault(known => known is not null);
        return new(providerId, providerId, latest ?? ShipmentStatus.Created, events);
    }

    /// <summary>Possible until the shop has handed in the parcel.</summary>
    public async Task CancelAsync(string providerId, CancellationToken ct) =>
        OrThrow(await _client.GetAsync("ParselDel", new() { ["ImId"] = providerId }, ct));

    public async Task<CarrierShipment?> FindByNumberAsync(Guid shipment, string orderNumber, CancellationToken ct)
    {
        // The shipment's id, a UUIDv7 that begins with Unix milliseconds, is older than the first attempt.
        var milliseconds = Convert.ToInt64($"{shipment:N}"[..12], 16);
        var from = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToOffset(Moscow);
        var period = new Dictionary<string, string> { ["from"] = Day(from), ["to"] = Day(from.AddDays(30)) };
        var answer = await _client.GetAsync("ParselStory", period, ct);
        if (answer.Error is not null)
            return null;
        var parcels = answer.Read(BoxberryJson.Default.BoxberryStoryArray);
        return parcels.FirstOrDefault(parcel => parcel.Imid == orderNumber)?.Track is { } track ? Created(track) : null;
    }

    BoxberryParcel ParcelOf(ShipmentOrder order)
    {
        var to = PostalAddress.Parse(order.Recipient.Address!)
            ?? throw new ShopException(ErrorCode.Unprocessable, "Boxberry needs an address with a postal code.");
        var items = order.Items.Select(ItemOf).ToArray();
        return new(
            order.OrderNumber,
            order.Price,
            PaymentSum: 0,
            DeliverySum: 0,
            ByCourier,
            new("", options.Value.ReceptionPoint),
            new(order.Recipient.Name!, order.Recipient.Phone!),
            new(to.PostalCode, to.City, to.Street),
            items,
            new(
                order.Parcel.Grams,
                Parcel.Centimetres(order.Parcel.Length),
                Parcel.Centimetres(order.Parcel.Width),
                Parcel.Centimetres(order.Parcel.Height)),
            Issue: 0);
    }

    BoxberryItem ItemOf(ShipmentItem item) =>
        new(item.Sku, item.Name, "шт", $"{options.Value.Vat}", item.Price, item.Quantity);

    BoxberryAnswer OrThrow(BoxberryAnswer answer) =>
        answer.Error is { } error ? throw _client.Failed(error, permanent: true) : answer;

    static CarrierEvent EventOf(BoxberryStatus status) =>
        new(Time(status.Date), status.Name ?? throw ProviderHttp.UnreadableResponse("Boxberry"), null);

    static CarrierShipment Created(string track) => new(track, track, ShipmentStatus.Created, []);

    /// <summary>Null for a status that does not tell where the parcel is.</summary>
    static ShipmentStatus? StatusOf(string name) => name switch
    {
        "Загружен реестр ИМ" => ShipmentStatus.Created,
        "Выдано" => ShipmentStatus.Delivered,
        "Возвращено в ИМ" or "Заказ возвращен в Интернет-магазин" => ShipmentStatus.Returned,
        "Принято к доставке"
            or "Заказ передан на доставку"
            or "Передано на сортировку"
            or "Отправлен на сортировочный терминал"
            or "Отправлено в город назначения"
            or "В пути в город получателя"
            or "В городе Получателя"
            or "Передано на курьерскую доставку"
            or "Передан на доставку до пункта выдачи"
            or "Поступило в пункт выдачи"
            or "Возвращено с курьерской доставки"
            or "Готовится к возврату"
            or "Отправлено в пункт приема"
            or "Возвращено в пункт приема"
            or "Заказ в пути в Интернет-магазин" => ShipmentStatus.InTransit,
        _ => null
    };

    // 2024-02-07 13:38:13, or with a T between.
    static DateTimeOffset Time(string? text)
    {
        string[] formats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss"];
        return DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new(time, Moscow)
            : throw ProviderHttp.UnreadableResponse("Boxberry");
    }

    static string Day(DateTimeOffset time) => time.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
