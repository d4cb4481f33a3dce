using System.Globalization;
using Npgsql;
using Shop.Catalog;
using Shop.Database;
using StackExchange.Redis;

namespace Shop.Carts;

/// <summary>Carts are in Redis and know product and quantity only: name, price and stock are read from the catalog each time somebody looks.</summary>
public sealed class CartStore(IConnectionMultiplexer redis, NpgsqlDataSource database)
{
    public const int MaxLines = 100;
    public const int MaxQuantity = 1000;
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    // One line of one cart, atomically: two requests that add at once both count, and neither passes the limits.
    const string PutScript =
        """
        local had = tonumber(redis.call('hget', KEYS[1], ARGV[1]) or '0')
        local wanted = tonumber(ARGV[2])
        if ARGV[3] == 'add' then wanted = wanted + had end
        if wanted > tonumber(ARGV[4]) then return 'stock' end
        if wanted > tonumber(ARGV[5]) then return 'quantity' end
        if had == 0 and redis.call('hlen', KEYS[1]) >= tonumber(ARGV[6]) then return 'lines' end
        redis.call('hset', KEYS[1], ARGV[1], wanted)
        redis.call('expire', KEYS[1], ARGV[7])
        return tostring(wanted)
        """;

    // ARGV: lines, seconds, then pairs of product and the most there may be of it. What was put in after the pairs were read stays as the guest had it.
    const string MergeScript =
        """
        local most = {}
        for i = 3, #ARGV, 2 do most[ARGV[i]] = tonumber(ARGV[i + 1]) end
        local guest = redis.call('hgetall', KEYS[1])
        for i = 1, #guest, 2 do
            local product = guest[i]
            local had = tonumber(redis.call('hget', KEYS[2], product) or '0')
            local wanted = math.min(had + tonumber(guest[i + 1]), most[product] or tonumber(guest[i + 1]))
            if wanted > had and (had > 0 or redis.call('hlen', KEYS[2]) < tonumber(ARGV[1])) then redis.call('hset', KEYS[2], product, wanted) end
        end
        redis.call('del', KEYS[1])
        redis.call('expire', KEYS[2], ARGV[2])
        return #guest / 2
        """;

    // Takes out what was ordered and no more: what was added meanwhile stays.
    const string RemoveScript =
        """
        for i = 1, #ARGV, 2 do
            local left = tonumber(redis.call('hget', KEYS[1], ARGV[i]) or '0') - tonumber(ARGV[i + 1])
            if left > 0 then redis.call('hset', KEYS[1], ARGV[i], left) else redis.call('hdel', KEYS[1], ARGV[i]) end
        end
        return 0
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
        var goods = (await GoodsAsync([.. items.Select(item => item.ProductId)], ct)).ToDictionary(product => product.Id);
        return Cart.Of([.. items.Where(item => goods.ContainsKey(item.ProductId)).Select(item => Line(goods[item.ProductId], item.Quantity))
            .OrderBy(line => line.Name, StringComparer.Ordinal).ThenBy(line => line.ProductId)]);
    }

    /// <summary>Null when there is no such product.</summary>
    public Task<CartLine?> AddAsync(CartId cart, Guid product, int quantity, CancellationToken ct) => PutAsync(cart, product, quantity, "add", ct);

    /// <summary>Null when there is no such product.</summary>
    public Task<CartLine?> SetAsync(CartId cart, Guid product, int quantity, CancellationToken ct) => PutAsync(cart, product, quantity, "set", ct);

    public Task RemoveAsync(CartId cart, Guid product, CancellationToken ct) =>
        redis.GetDatabase().HashDeleteAsync(cart.ToString(), Field(product)).WaitAsync(ct);

    /// <summary>What has been ordered. A cart that has grown in the meantime keeps what is new.</summary>
    public Task RemoveAsync(Guid user, IEnumerable<CartItem> items, CancellationToken ct) =>
        redis.GetDatabase().ScriptEvaluateAsync(
            RemoveScript,
            [CartId.User(user).ToString()],
            [.. items.SelectMany(item => (RedisValue[])[Field(item.ProductId), item.Quantity])]).WaitAsync(ct);

    public Task ClearAsync(CartId cart, CancellationToken ct) =>
        redis.GetDatabase().KeyDeleteAsync(cart.ToString()).WaitAsync(ct);

    /// <summary>At login: what the guest had joins what the account had, up to what is in stock, and the guest's cart is gone.</summary>
    public async Task MergeAsync(string guest, Guid user, CancellationToken ct)
    {
        var items = await ItemsAsync(CartId.Guest(guest), ct);
        if (items.Count == 0)
            return;
        var stock = (await GoodsAsync([.. items.Select(item => item.ProductId)], ct)).ToDictionary(product => product.Id, product => product.InStock);
        var most = items.SelectMany(item => (RedisValue[])[Field(item.ProductId), Math.Min(stock.GetValueOrDefault(item.ProductId), MaxQuantity)]);
        await redis.GetDatabase().ScriptEvaluateAsync(
            MergeScript,
            [CartId.Guest(guest).ToString(), CartId.User(user).ToString()],
            [MaxLines, (int)Lifetime.TotalSeconds, .. most]).WaitAsync(ct);
    }

    async Task<CartLine?> PutAsync(CartId cart, Guid product, int quantity, string how, CancellationToken ct)
    {
        if (await GoodsAsync([product], ct) is not [{ InStock: >= 0 } goods])
            return null;
        var answer = (string?)await redis.GetDatabase().ScriptEvaluateAsync(
            PutScript,
            [cart.ToString()],
            [Field(product), quantity, how, goods.InStock, MaxQuantity, MaxLines, (int)Lifetime.TotalSeconds]).WaitAsync(ct);
        return answer switch
        {
            "stock" => throw new ShopException(ErrorCode.Conflict, $"Only {goods.InStock} of «{goods.Name}» are in stock."),
            "quantity" => throw ShopException.Invalid("quantity", $"A cart holds at most {MaxQuantity} of a product."),
            "lines" => throw ShopException.Invalid("product_id", $"A cart holds at most {MaxLines} products."),
            _ => Line(goods, int.Parse(answer!, CultureInfo.InvariantCulture))
        };
    }

    // In stock -1: no longer sold, though it still has a name and a price for whoever has it in the cart.
    Task<List<CartGoods>> GoodsAsync(Guid[] products, CancellationToken ct) => database.QueryAsync<CartGoods>(Product.ForCart(products), ct);

    static CartLine Line(CartGoods goods, int quantity) => new(goods.Id, goods.Name, goods.Price, quantity, goods.Price * quantity, goods.InStock >= quantity);

    static string Field(Guid product) => product.ToString();
}
