using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Shop.Shipping.Boxberry;

/// <summary>
/// https://help.boxberry.ru, its JSON API. Parcels go by courier. An order number is taken once, so that a second attempt is refused rather than made twice;
/// the parcel of the first is then among those of the time since.
/// </summary>
public sealed class BoxberryCarrier(HttpClient http, IOptions<BoxberryOptions> options) : ICarrier
{
    public const string Provider = "boxberry";

    const int ByCourier = 2;

    // Значение «S-1» для «Номер заказа в ИМ» уже занято.
    const string NumberIsTaken = "уже занято";

    // Times are Moscow's and do not say so.
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
        // It does not deliver there, or not that.
        if (answer.Error is not null)
            return null;
        var costs = answer.Read(BoxberryJson.Default.BoxberryCosts);
        return costs.Price > 0 ? new(Provider, Provider, costs.Price, costs.DeliveryPeriod) : throw ProviderHttp.Unreadable("Boxberry");
    }

    public async Task<CarrierShipment> CreateAsync(ShipmentOrder order, bool mayExist, CancellationToken ct)
    {
        if (mayExist && await FindByNumberAsync(order, ct) is { } earlier)
            return Created(earlier);
        var answer = await _client.PostAsync("ParselCreate", JsonSerializer.Serialize(ParcelOf(order), BoxberryJson.Default.BoxberryParcel), ct);
        if (answer.Error?.Contains(NumberIsTaken, StringComparison.OrdinalIgnoreCase) == true && await FindByNumberAsync(order, ct) is { } taken)
            return Created(taken);
        return Created(Wanted(answer).Read(BoxberryJson.Default.BoxberryTrack).Track is { Length: > 0 } track ? track : throw ProviderHttp.Unreadable("Boxberry"));
    }

    public async Task<CarrierShipment> FindAsync(string providerId, string? trackingNumber, CancellationToken ct)
    {
        var answer = await _client.GetAsync("ListStatuses", new() { ["ImId"] = providerId }, ct);
        if (answer.Error is { } error)
            throw _client.Failed(error, permanent: false);
        var events = answer.Read(BoxberryJson.Default.BoxberryStatusArray)
            .Select(status => new CarrierEvent(Time(status.Date), status.Name ?? throw ProviderHttp.Unreadable("Boxberry"), null)).OrderBy(status => status.At).ToList();
        return new(providerId, providerId, events.Select(status => StatusOf(status.Status)).LastOrDefault(known => known is not null) ?? ShipmentStatus.Created, events);
    }

    /// <summary>Possible until the shop has handed the parcel in.</summary>
    public async Task CancelAsync(string providerId, CancellationToken ct) => Wanted(await _client.GetAsync("ParselDel", new() { ["ImId"] = providerId }, ct));

    async Task<string?> FindByNumberAsync(ShipmentOrder order, CancellationToken ct)
    {
        // The first attempt was not before the shipment's own id, a UUIDv7 that begins with its time.
        var since = DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64($"{order.ShipmentId:N}"[..12], 16)).ToOffset(Moscow);
        var answer = await _client.GetAsync("ParselStory", new() { ["from"] = Day(since), ["to"] = Day(since.AddDays(30)) }, ct);
        return answer.Error is not null ? null : answer.Read(BoxberryJson.Default.BoxberryStoryArray).FirstOrDefault(parcel => parcel.Imid == order.OrderNumber)?.Track;
    }

    BoxberryParcel ParcelOf(ShipmentOrder order)
    {
        var to = PostalAddress.Parse(order.Recipient.Address!) ?? throw new ShopException(ErrorCode.Unprocessable, "Boxberry delivers to an address with a postal code only.");
        var items = order.Items.Select(item => new BoxberryItem(item.Sku, item.Name, "шт", $"{options.Value.Vat}", item.Price, item.Quantity)).ToArray();
        return new(order.OrderNumber, order.Price, 0, 0, ByCourier, new("", options.Value.ReceptionPoint), new(order.Recipient.Name!, order.Recipient.Phone!),
            new(to.PostalCode, to.City, to.Street), items, new(order.Grams, 30, 20, 10), 0);
    }

    BoxberryAnswer Wanted(BoxberryAnswer answer) => answer.Error is { } error ? throw _client.Failed(error, permanent: true) : answer;

    static CarrierShipment Created(string track) => new(track, track, ShipmentStatus.Created, []);

    /// <summary>Null for what says nothing of where the parcel is.</summary>
    static ShipmentStatus? StatusOf(string name) => name switch
    {
        "Загружен реестр ИМ" => ShipmentStatus.Created,
        "Выдано" => ShipmentStatus.Delivered,
        "Возвращено в ИМ" or "Заказ возвращен в Интернет-магазин" => ShipmentStatus.Returned,
        "Принято к доставке" or "Заказ передан на доставку" or "Передано на сортировку" or "Отправлен на сортировочный терминал" or "Отправлено в город назначения"
            or "В пути в город получателя" or "В городе Получателя" or "Передано на курьерскую доставку" or "Передан на доставку до пункта выдачи"
            or "Поступило в пункт выдачи" or "Возвращено с курьерской доставки" or "Готовится к возврату" or "Отправлено в пункт приема" or "Возвращено в пункт приема"
            or "Заказ в пути в Интернет-магазин" => ShipmentStatus.InTransit,
        _ => null
    };

    // 2024-02-07 13:38:13, or with a T between.
    static DateTimeOffset Time(string? text) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new(time, Moscow) : throw ProviderHttp.Unreadable("Boxberry");

    static string Day(DateTimeOffset time) => time.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
