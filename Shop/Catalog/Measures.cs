using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Npgsql;
using Shop.Database;

namespace Shop.Catalog;

/// <summary>The sides of a packed piece in whole centimetres.</summary>
public sealed record Dimensions(
    [property: Range(1, 1000)] int Length,
    [property: Range(1, 1000)] int Width,
    [property: Range(1, 1000)] int Height);

/// <summary>What one packed piece of a product weighs and measures.</summary>
public sealed record Measures(Guid ProductId, int Grams, Dimensions Dimensions) : IRow<Measures>
{
    internal static int? GramsOf(decimal? kilograms) =>
        kilograms is { } weight ? (int)Math.Ceiling(weight * 1000) : null;

    public static Measures Read(RowReader row) =>
        new(row.Get<Guid>(), row.Get<int>(), new(row.Get<int>(), row.Get<int>(), row.Get<int>()));
}

/// <summary>
/// The measures of products that are ordered. They hardly ever change and every order needs them, so they are cached: a
/// change counts within a minute.
/// </summary>
public sealed class ProductMeasures(NpgsqlDataSource database, TimeProvider time)
{
    const int MaxCached = 10_000;
    static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<Guid, (Measures Measures, DateTimeOffset Until)> _cache = new();

    /// <summary>Products that do not exist are left out.</summary>
    public async Task<List<Measures>> OfAsync(IEnumerable<Guid> products, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (known, missing) = (new List<Measures>(), new List<Guid>());
        foreach (var product in products.Distinct())
        {
            if (_cache.TryGetValue(product, out var cached) && cached.Until > now)
                known.Add(cached.Measures);
            else
                missing.Add(product);
        }
        if (missing.Count == 0)
            return known;
        var read = await database.QueryAsync<Measures>(
            $"""
            select id, grams, length, width, height from catalog.products where id = any({missing.ToArray()})
            """, ct);
        if (_cache.Count >= MaxCached)
            _cache.Clear();
        foreach (var measures in read)
            _cache[measures.ProductId] = (measures, now + Life);
        known.AddRange(read);
        return known;
    }
}
