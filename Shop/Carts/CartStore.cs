using System.Globalization;
using Npgsql;
using Shop.Catalog;
using Shop.Database;
using StackExchange.Redis;

namespace Shop.Carts;

/// <summary>
/// Redis stores product ids and quantities only. Each read takes name, price and stock from the catalog.
/// </summary>
public sealed class CartStore(IConnectionMultiplexer redis, NpgsqlDataSource database)
{
    public const int MaxLines = 100;
    public const int MaxQuantity = 1000;
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    // Longer than any checkout takes, and shorter than an unpaid order lives.
    static readonly TimeSpan CheckoutLifetime = TimeSpan.FromMinutes(10);

    // Changes one line atomically: concurrent adds both count, and the limits hold. A sign before the quantity says
    // that the cart was empty.
    const string PutScript =
        """
        local had = tonumber(redis.call('hget', KEYS[1], ARGV[1]) or '0')
        local wanted = tonumber(ARGV[2])
        if ARGV[3] == 'add' then wanted = wanted + had end
        if wanted > tonumber(ARGV[4]) then return 'stock' end
        if wanted > tonumber(ARGV[5]) then return 'quantity' end
        local lines = redis.call('hlen', KEYS[1])
        if had == 0 and lines >= tonumber(ARGV[6]) then return 'lines' end
        redis.call('hset', KEYS[1], ARGV[1], wanted)
        redis.call('expire', KEYS[1], ARGV[7])
        return (lines == 0 and '+' or '') .. wanted
        """;

    // ARGV: maximum lines, lifetime in seconds, then pairs of product and maximum quantity. A product that the guest
    // added after the pairs were read keeps the guest's quantity.
    const string MergeScript =
        """
        local most = {}
        for i = 3, #ARGV, 2 do most[ARGV[i]] = tonumber(ARGV[i + 1]) end
        local guest = redis.call('hgetall', KEYS[1])
        for i = 1, #guest, 2 do
            local product = guest[i]
            local had = tonumber(redis.call('hget', KEYS[2], product) or '0')
            local wanted = math.min(had + tonumber(guest[i + 1]), most[product] or tonumber(guest[i + 1]))
            if wanted > had and (had > 0 or redis.call('hlen', KEYS[2]) < tonumber(ARGV[1])) then
                redis.call('hset', KEYS[2], product, wanted)
            end
        end
        redis.call('del', KEYS[1])
        redis.call('expire', KEYS[2], ARGV[2])
        return #guest / 2
        """;

    // ARGV: the id for a new order, lifetime of a checkout in seconds.
    const string CheckoutScript =
        """
        local items = redis.call('hgetall', KEYS[1])
        if #items == 0 then return {} end
        redis.call('set', KEYS[2], ARGV[1], 'NX', 'EX', ARGV[2])
        table.insert(items, 1, redis.call('get', KEYS[2]))
        return items
        """;

    // ARGV: the order, then pairs of product and quantity. Subtracts, so that whatever was added meanwhile stays.
    const string RemoveScript =
        """
        if redis.call('get', KEYS[2]) ~= ARGV[1] then return 0 end
        redis.call('del', KEYS[2])
        for i = 2, #ARGV, 2 do
            local left = tonumber(redis.call('hget', KEYS[1], ARGV[i]) or '0') - tonumber(ARGV[i + 1])
            if left > 0 then redis.call('hset', KEYS[1], ARGV[i], left) else redis.call('hdel', KEYS[1], ARGV[i]) end
        end
        return 1
        """;

    public async Task<IReadOnlyList<CartItem>> ItemsAsync(CartId cart, CancellationToken ct)
    {
        var fields = await redis.GetDatabase().HashGetAllAsync(cart.ToString()).WaitAsync(ct);
        return [.. fields.Select(field => new CartItem(Guid.Parse(field.Name.ToString()), (int)field.Value))];
    }

    public async Task<Cart> FindAsync(CartId cart, CancellationToken ct)
    {
        var items = await ItemsAsync(cart, ct);
        if (items.Count == 0)
            return Cart.Of([]);
        var goods = await GoodsAsync([.. items.Select(item => item.ProductId)], ct);
        var byId = goods.ToDictionary(product => product.Id);
        var lines = items
            .Where(item => byId.ContainsKey(item.ProductId))
            .Select(item => Line(byId[item.ProductId], item.Quantity))
            .OrderBy(line => line.Name, StringComparer.Ordinal)
            .ThenBy(line => line.ProductId);
        return Cart.Of([.. lines]);
    }

    /// <summary>Null when there is no such product.</summary>
    public Task<CartLine?> AddAsync(CartId cart, Guid product, int quantity, CancellationToken ct) =>
        PutAsync(cart, product, quantity, "add", ct);

    /// <summary>Null when there is no such product.</summary>
    public Task<CartLine?> SetAsync(CartId cart, Guid product, int quantity, CancellationToken ct) =>
        PutAsync(cart, product, quantity, "set", ct);

    public Task RemoveAsync(CartId cart, Guid product, CancellationToken ct) =>
        redis.GetDatabase().HashDeleteAsync(cart.ToString(), Field(product)).WaitAsync(ct);

    /// <summary>
    /// Begins to order an account's cart; null when it is empty. All checkouts get the same order id until that order
    /// is removed from the cart, so a cart that is ordered twice at once becomes one order.
    /// </summary>
    public async Task<CartCheckout?> BeginCheckoutAsync(Guid user, CancellationToken ct)
    {
        var cart = CartId.User(user);
        var answer = (RedisValue[])(await redis.GetDatabase()
            .ScriptEvaluateAsync(
                CheckoutScript,
                [cart.ToString(), cart.CheckoutKey],
                [Guid.CreateVersion7().ToString(), (int)CheckoutLifetime.TotalSeconds])
            .WaitAsync(ct))!;
        if (answer.Length == 0)
            return null;
        // The order's id, then pairs of product and quantity.
        var items = answer.Skip(1).Chunk(2).Select(pair => new CartItem(Guid.Parse(pair[0].ToString()), (int)pair[1]));
        return new(Guid.Parse(answer[0].ToString()), [.. items]);
    }

    /// <summary>
    /// Removes what the order took, once: a repeated call, or one for an order that did not come from the cart as it is
    /// now, changes nothing. Whatever was added meanwhile stays.
    /// </summary>
    public Task RemoveOrderedAsync(Guid user, Guid order, IEnumerable<CartItem> items, CancellationToken ct)
    {
        var cart = CartId.User(user);
        return redis.GetDatabase()
            .ScriptEvaluateAsync(
                RemoveScript,
                [cart.ToString(), cart.CheckoutKey],
                [order.ToString(), .. items.SelectMany(item => (RedisValue[])[Field(item.ProductId), item.Quantity])])
            .WaitAsync(ct);
    }

    public Task ClearAsync(CartId cart, CancellationToken ct) =>
        redis.GetDatabase().KeyDeleteAsync([cart.ToString(), cart.CheckoutKey]).WaitAsync(ct);

    /// <summary>
    /// Adds the guest's cart to the account's cart at login, up to the quantities in stock, and deletes it.
    /// </summary>
    public async Task MergeAsync(string guest, Guid user, CancellationToken ct)
    {
        var items = await ItemsAsync(CartId.Guest(guest), ct);
        if (items.Count == 0)
            return;
        var goods = await GoodsAsync([.. items.Select(item => item.ProductId)], ct);
        var stock = goods.ToDictionary(product => product.Id, product => product.InStock);
        var limits = items.SelectMany(item => (RedisValue[])
        [
            Field(item.ProductId),
            Math.Min(stock.GetValueOrDefault(item.ProductId), MaxQuantity)
        ]);
        await redis.GetDatabase()
            .ScriptEvaluateAsync(
                MergeScript,
                [CartId.Guest(guest).ToString(), CartId.User(user).ToString()],
                [MaxLines, (int)Lifetime.TotalSeconds, .. limits])
            .WaitAsync(ct);
    }

    async Task<CartLine?> PutAsync(CartId cart, Guid product, int quantity, string mode, CancellationToken ct)
    {
        if (await GoodsAsync([product], ct) is not [{ InStock: >= 0 } goods])
            return null;
        var answer = (string?)await redis.GetDatabase()
            .ScriptEvaluateAsync(
                PutScript,
                [cart.ToString()],
                [Field(product), quantity, mode, goods.InStock, MaxQuantity, MaxLines, (int)Lifetime.TotalSeconds])
            .WaitAsync(ct);
        if (answer is ['+', ..])
            ShopCounters.CartStarted();
        return answer switch
        {
            "stock" => throw new ShopException(
                ErrorCode.Conflict, $"Only {goods.InStock} of «{goods.Name}» are in stock."),
            "quantity" => throw ShopException.Invalid("quantity", $"A cart holds at most {MaxQuantity} of a product."),
            "lines" => throw ShopException.Invalid("product_id", $"A cart holds at most {MaxLines} products."),
            _ => Line(goods, int.Parse(answer!, CultureInfo.InvariantCulture))
        };
    }

    Task<List<CartGoods>> GoodsAsync(Guid[] products, CancellationToken ct) =>
        database.QueryAsync<CartGoods>(Product.ForCart(products), ct);

    static CartLine Line(CartGoods goods, int quantity) =>
        new(goods.Id, goods.Name, goods.Price, quantity, goods.Price * quantity, goods.InStock >= quantity);

    static string Field(Guid product) => product.ToString();
}
