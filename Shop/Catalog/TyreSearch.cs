using Npgsql;
using Shop.Database;
using Shop.Inventory;

namespace Shop.Catalog;

public enum TyreSeason
{
    Winter,
    Summer,
    All
}

/// <summary>
/// Wishes about tyres. A load letter after the size does not matter; the brand may be spelled in several ways.
/// </summary>
public sealed record TyreWish(
    string? Size = null,
    int? Rim = null,
    TyreSeason? Season = null,
    bool? Studs = null,
    IReadOnlyList<string>? Brands = null,
    decimal? MinPrice = null,
    decimal? MaxPrice = null,
    int Quantity = 1);

/// <summary>
/// Finds tyres by what is written on them: attributes "размер", "сезон", "шипы", or size, season, studs.
/// </summary>
public sealed class TyreSearch(NpgsqlDataSource database)
{
    static readonly Sql Size = Sql.Of($"upper(coalesce(p.attributes ->> 'размер', p.attributes ->> 'size'))");

    /// <summary>Tyres for sale of which the wished quantity is in stock, the cheapest first.</summary>
    public Task<List<Product>> FindAsync(TyreWish wish, int limit, CancellationToken ct)
    {
        var where = Sql.Of($"p.category = 'tires' and p.archived_at is null and {Stock.Available} >= {wish.Quantity}");
        if (wish.Size is { } size)
        {
            var withLetter = size + "C";
            where.AppendFormatted(Sql.Of($" and {Size} in ({size}, {withLetter})"));
        }
        if (wish.Rim is { } rim)
        {
            var end = $"R{rim}C?$";
            where.AppendFormatted(Sql.Of($" and {Size} ~ {end}"));
        }
        if (wish.Season is { } season)
        {
            var beginning = season switch
            {
                TyreSeason.Winter => "^(зим|winter)",
                TyreSeason.Summer => "^(лет|summer)",
                _ => "^(всесезон|all)"
            };
            where.AppendFormatted(Sql.Of(
                $" and lower(coalesce(p.attributes ->> 'сезон', p.attributes ->> 'season')) ~ {beginning}"));
        }
        if (wish.Studs is { } studs)
        {
            var written = studs ? "^(true|да|yes)" : "^(false|нет|no)";
            where.AppendFormatted(Sql.Of(
                $" and lower(coalesce(p.attributes ->> 'шипы', p.attributes ->> 'studs', 'false')) ~ {written}"));
        }
        if (wish.Brands is { Count: > 0 } brands)
        {
            string[] patterns = [.. brands.Select(brand => $"%{brand}%")];
            where.AppendFormatted(Sql.Of($" and lower(p.name) like any ({patterns})"));
        }
        if (wish.MinPrice is { } min)
            where.AppendFormatted(Sql.Of($" and p.price >= {min}"));
        if (wish.MaxPrice is { } max)
            where.AppendFormatted(Sql.Of($" and p.price <= {max}"));
        return database.QueryAsync<Product>(
            $"select {Product.Columns} from {Product.Table} where {where} order by p.price, p.number limit {limit}",
                ct);
    }
}
