using System.Text;
using System.Text.RegularExpressions;
using Shop.Load.Http;
using Shop.Load.Users;

namespace Shop.Load.Personas;

/// <summary>
/// Reads the site's pages as a browser does: keeps cookies, follows links to goods, and loads the styles and scripts of
/// its first page.
/// </summary>
sealed partial class PageVisitor : Persona
{
    const int PagesLookedAt = 5;

    readonly ShopClient _site;
    readonly Random _random;

    public PageVisitor(ShopClient site, Random random)
    {
        (_site, _random) = (site, random);
        site.Cookies = new();
    }

    List<string> _goods = [];

    public override Pause ThinkTime { get; } = Pause.Between(2, 8);

    public override IReadOnlyList<Activity> Activities =>
    [
        new(4, LookThroughCatalogAsync),
        new(5, LookAtProductAsync),
        new(1, LookAtCartAsync)
    ];

    public override async Task ArriveAsync(CancellationToken ct)
    {
        var home = await PageAsync("/", "/", ct);
        // The page's addresses of files are relative to its base, the root.
        foreach (Match file in StaticFile().Matches(home))
            await _site.SendAsync(HttpCall.Get($"/{file.Groups[1].Value}", "static files"), ct);
    }

    async Task LookThroughCatalogAsync(CancellationToken ct)
    {
        var page = await PageAsync($"/catalog?page={_random.Next(1, PagesLookedAt + 1)}", "/catalog", ct);
        _goods = [.. Product().Matches(page).Select(link => link.Value).Distinct()];
    }

    async Task LookAtProductAsync(CancellationToken ct)
    {
        if (_goods.Count == 0)
            await LookThroughCatalogAsync(ct);
        if (_goods.Count > 0)
            await PageAsync(_goods[_random.Next(_goods.Count)], "/products/{id}", ct);
    }

    Task<string> LookAtCartAsync(CancellationToken ct) => PageAsync("/cart", "/cart", ct);

    async Task<string> PageAsync(string path, string name, CancellationToken ct)
    {
        var answer = await _site.SendAsync(HttpCall.Get(path, name) with { KeepBody = true }, ct);
        return Encoding.UTF8.GetString(answer.Body.Span);
    }

    [GeneratedRegex("""(?:href|src)="/?([^"?:]+\.(?:css|js))["?]""")]
    private static partial Regex StaticFile();

    [GeneratedRegex("/products/[0-9a-f-]{36}")]
    private static partial Regex Product();
}
