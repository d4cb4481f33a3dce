using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TicketSales;

/// <summary>
/// What QTickets knows: events, shows, orders with their tickets. Each change is one second later than the last one, as
/// if the box office had a clock of its own.
/// </summary>
public sealed class BoxOffice
{
    static readonly TimeSpan Moscow = TimeSpan.FromHours(3);

    readonly Lock _lock = new();
    readonly SortedDictionary<long, JsonObject> _orders = [];
    readonly SortedDictionary<long, JsonObject> _events = [];
    readonly Dictionary<long, int> _seats = [];
    long _nextOrder = 1, _nextTicket = 1;

    public DateTimeOffset Now { get; private set; }

    /// <summary>
    /// The clock begins a little in the past, so that the changes of a test do not come from the future.
    /// </summary>
    public BoxOffice(DateTimeOffset? now = null)
    {
        var start = now ?? TimeProvider.System.GetUtcNow().AddHours(-2);
        Now = start.AddTicks(-(start.Ticks % TimeSpan.TicksPerSecond)).ToOffset(Moscow);
    }

    /// <summary>Nothing happens for a while.</summary>
    public void Wait(TimeSpan time)
    {
        lock (_lock)
            Now += time;
    }

    public long AddEvent(long id, string name, params ReadOnlySpan<long> shows)
    {
        lock (_lock)
        {
            Tick();
            var all = new JsonArray();
            foreach (var show in shows)
            {
                _seats[show] = 500;
                all.Add(new JsonObject
                {
                    ["id"] = show,
                    ["start_date"] = Text(Now.AddDays(30)),
                    ["finish_date"] = Text(Now.AddDays(30).AddHours(3)),
                    ["is_active"] = 1,
                    ["updated_at"] = Text(Now),
                    ["deleted_at"] = null
                });
            }
            _events[id] = new()
            {
                ["id"] = id,
                ["name"] = name,
                ["site_id"] = 1,
                ["city_id"] = 2,
                ["currency_id"] = "RUB",
                ["created_at"] = Text(Now),
                ["updated_at"] = Text(Now),
                ["deleted_at"] = null,
                ["shows"] = all
            };
            return id;
        }
    }

    /// <summary>An order that is not paid yet. Prices are in roubles.</summary>
    public long Create(long eventId, long show, string? source, params ReadOnlySpan<decimal> prices)
    {
        lock (_lock)
        {
            Tick();
            var id = _nextOrder++;
            var baskets = new JsonArray();
            var total = 0m;
            foreach (var price in prices)
            {
                total += price;
                var ticket = _nextTicket++;
                baskets.Add(new JsonObject
                {
                    ["id"] = ticket,
                    ["barcode"] = $"87{ticket:D10}",
                    ["show_id"] = show,
                    ["seat_id"] = $"CENTER_PARTERRE-{ticket / 40 + 1};{ticket % 40 + 1}",
                    ["original_price"] = price,
                    ["discount_value"] = 0,
                    ["price"] = price,
                    ["quantity"] = 1,
                    ["client_email"] = $"buyer{id}@example.com",
                    ["client_phone"] = "+79001234567",
                    ["client_name"] = "Анна",
                    ["client_surname"] = "Иванова",
                    ["checked_at"] = null,
                    ["created_at"] = Text(Now),
                    ["updated_at"] = Text(Now),
                    ["deleted_at"] = null,
                    ["refunded_at"] = null,
                    ["refunded_amount"] = null,
                    ["refunded_deduction_amount"] = null
                });
            }
            _orders[id] = new()
            {
                ["id"] = id,
                ["uniqid"] = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(id))[..8]),
                ["payed"] = 0,
                ["payed_at"] = null,
                ["created_at"] = Text(Now),
                ["updated_at"] = Text(Now),
                ["deleted_at"] = null,
                ["client_id"] = 1000 + id,
                ["client"] = new JsonObject
                {
                    ["id"] = 1000 + id,
                    ["email"] = $"buyer{id}@example.com",
                    ["details"] = new JsonObject
                    {
                        ["name"] = "Анна",
                        ["surname"] = "Иванова",
                        ["phone"] = "+79001234567"
                    }
                },
                ["site_id"] = 1,
                ["payment_type_id"] = 3,
                ["payment_url"] = null,
                ["promo_code_id"] = null,
                ["discount_id"] = null,
                ["reserved"] = 0,
                ["reserved_to"] = null,
                ["event_id"] = eventId,
                ["price"] = total,
                ["original_price"] = total,
                ["currency_id"] = "RUB",
                ["utm"] = source is null
                    ? new JsonArray()
                    : new JsonObject { ["utm_source"] = source, ["utm_medium"] = "cpc", ["utm_campaign"] = "autumn" },
                ["fields"] = new JsonArray(),
                ["baskets"] = baskets
            };
            return id;
        }
    }

    public void Pay(long order) => Change(order, found =>
    {
        found["payed"] = 1;
        found["payed_at"] = Text(Now);
    });

    public long Sell(long eventId, long show, string? source, params ReadOnlySpan<decimal> prices)
    {
        var order = Create(eventId, show, source, prices);
        Pay(order);
        return order;
    }

    /// <summary>Returns the first ticket that is not returned yet; false when there is none.</summary>
    public bool Refund(long order, decimal withheld = 0)
    {
        var isFound = false;
        Change(order, found =>
        {
            var basket = found["baskets"]!.AsArray().FirstOrDefault(one => one!["refunded_at"] is null);
            if (basket is null)
                return;
            isFound = true;
            basket["refunded_at"] = Text(Now);
            basket["updated_at"] = Text(Now);
            var price = (decimal)basket["price"]!;
            basket["refunded_amount"] = price - Math.Min(withheld, price);
            basket["refunded_deduction_amount"] = Math.Min(withheld, price);
        });
        return isFound;
    }

    /// <summary>Of the first ticket that is not returned.</summary>
    public void ChangePrice(long order, decimal price) => Change(order, found =>
    {
        if (found["baskets"]!.AsArray().FirstOrDefault(one => one!["refunded_at"] is null) is not { } basket)
            return;
        basket["price"] = price;
        basket["updated_at"] = Text(Now);
        found["price"] = found["baskets"]!.AsArray().Sum(one => (decimal)one!["price"]!);
    });

    public void Delete(long order) => Change(order, found => found["deleted_at"] = Text(Now));

    public void Restore(long order) => Change(order, found => found["deleted_at"] = null);

    /// <summary>QTickets has something in the order that nobody expects.</summary>
    public void Spoil(long order, string member, JsonNode? value) => Change(order, found => found[member] = value);

    /// <summary>The order is gone without a trace.</summary>
    public void Purge(long order)
    {
        lock (_lock)
        {
            Tick();
            _orders.Remove(order);
        }
    }

    public IReadOnlyList<long> Orders
    {
        get
        {
            lock (_lock)
                return [.. _orders.Keys];
        }
    }

    /// <summary>
    /// What the tickets of paid orders have brought, and what went back, in kopecks. A deleted order does not count,
    /// but a ticket of it that was returned was sold and paid back before.
    /// </summary>
    public (long Revenue, long Refunded, int Tickets) Totals()
    {
        lock (_lock)
        {
            var tickets = _orders.Values
                .Where(order => (int)order["payed"]! == 1)
                .SelectMany(order => order["baskets"]!.AsArray().Where(
                    ticket => order["deleted_at"] is null || ticket!["refunded_at"] is not null))
                .ToList();
            return (
                tickets.Sum(ticket => Kopecks(ticket!["price"])),
                tickets.Sum(ticket => Kopecks(ticket!["refunded_amount"])),
                tickets.Count);
        }

        static long Kopecks(JsonNode? roubles) => roubles is null ? 0 : (long)((decimal)roubles * 100);
    }

    /// <summary>The body of a webhook about the order as it is now, and its signature.</summary>
    public (byte[] Body, string Signature) Webhook(long order, string secret)
    {
        lock (_lock)
        {
            var body = Encoding.UTF8.GetBytes(_orders[order].ToJsonString());
#pragma warning disable CA5350 // QTickets signs with SHA-1.
            return (body, Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), body)));
#pragma warning restore CA5350
        }
    }

    internal JsonObject? Order(long id)
    {
        lock (_lock)
            return _orders.GetValueOrDefault(id)?.DeepClone().AsObject();
    }

    internal JsonObject? Event(long id)
    {
        lock (_lock)
            return _events.GetValueOrDefault(id)?.DeepClone().AsObject();
    }

    /// <summary>The rows of a list that meet the conditions of a filter, in the order of their ids.</summary>
    internal (List<JsonObject> Rows, int Total) List(string resource, JsonArray where, int perPage)
    {
        lock (_lock)
        {
            var rows = resource == "orders" ? _orders.Values : _events.Values;
            var asksForDeleted = where.Any(one => (string)one!["column"]! == "deleted_at");
            var found = rows
                .Where(row => asksForDeleted || row["deleted_at"] is null)
                .Where(row => where.All(condition => Meets(row, condition!)))
                .ToList();
            return ([.. found.Take(perPage).Select(Listed)], found.Count);
        }

        JsonObject Listed(JsonObject row)
        {
            var copy = row.DeepClone().AsObject();
            // A list of events has no shows.
            copy.Remove("shows");
            return copy;
        }
    }

    /// <summary>The seats of a show, a third of them in the balcony.</summary>
    internal JsonObject? Seats(long show)
    {
        lock (_lock)
        {
            if (!_seats.TryGetValue(show, out var count))
                return null;
            var sold = _orders.Values
                .Where(order => order["deleted_at"] is null)
                .SelectMany(order => order["baskets"]!.AsArray())
                .Count(basket => (long)basket!["show_id"]! == show && basket["refunded_at"] is null);
            var seats = new JsonObject();
            for (var seat = 0; seat < count; seat++)
            {
                var zone = seat % 3 == 0 ? "BALCONY" : "PARTERRE";
                seats[$"{zone}-{seat / 40 + 1};{seat % 40 + 1}"] = new JsonObject
                {
                    ["zone_id"] = zone,
                    ["quantity"] = 1,
                    ["free_quantity"] = seat < sold ? 0 : 1,
                    ["reserved_quantity"] = 0,
                    ["disabled"] = false
                };
            }
            return seats;
        }
    }

    static bool Meets(JsonObject row, JsonNode condition)
    {
        var value = row[(string)condition["column"]!];
        var wanted = condition["value"]!;
        if (value is null)
            return false;
        var order = value.GetValueKind() == System.Text.Json.JsonValueKind.String
            ? DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture)
                .CompareTo(DateTimeOffset.Parse((string)wanted!, CultureInfo.InvariantCulture))
            // A node keeps the type of its number, which no other type can be read from.
            : decimal.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).CompareTo((decimal)wanted);
        return ((string?)condition["operator"] ?? "=") switch
        {
            ">" => order > 0,
            ">=" => order >= 0,
            "<" => order < 0,
            "<=" => order <= 0,
            "!=" => order != 0,
            _ => order == 0
        };
    }

    void Change(long order, Action<JsonObject> change)
    {
        lock (_lock)
        {
            Tick();
            var found = _orders[order];
            change(found);
            found["updated_at"] = Text(Now);
        }
    }

    void Tick() => Now = Now.AddSeconds(1);

    // 2019-07-30T12:50:52+03:00
    static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
