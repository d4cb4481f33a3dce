using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shop.Catalog;

namespace Shop.Tests.Web;

/// <summary>An API with one category and one product, which records its requests.</summary>
sealed class CatalogApiStub
{
    volatile string _name = "Лампа <первая>";
    volatile int _status = 200;
    volatile Task _mayAnswer = Task.CompletedTask;

    public static Guid Id { get; } = Guid.CreateVersion7();

    public ConcurrentBag<(string Address, string? Bearer, string? Cart)> Requests { get; } = [];

    public string Name
    {
        get => _name;
        set => _name = value;
    }

    /// <summary>The status of responses with the product.</summary>
    public int Status
    {
        set => _status = value;
    }

    /// <summary>Responses are held until this task has completed.</summary>
    public Task MayAnswer
    {
        set => _mayAnswer = value;
    }

    public async Task AnswerAsync(HttpContext http)
    {
        var request = http.Request;
        var (bearer, cart) = (request.Headers.Authorization, request.Headers["X-Cart-Id"]);
        Requests.Add(($"{request.Path}{request.QueryString}", bearer, cart));
        var product = new Product(Id, _name, "Светит.", 100.50m, "LMP-1", "Books", "books", 7, null, "{}", 4.5m);
        http.Response.Headers["X-Total-Count"] = "1";
        await _mayAnswer;
        var (status, body) = request.Path.Value switch
        {
            "/api/categories" => (
                200,
                JsonSerializer.Serialize([new Category(Id, "Книги", "books", 1)], CatalogJson.Default.ListCategory)),
            "/api/products" => (200, JsonSerializer.Serialize([product], CatalogJson.Default.ListProduct)),
            _ when _status == 200 => (200, JsonSerializer.Serialize(product, CatalogJson.Default.Product)),
            _ => (_status, "{}")
        };
        await http.AnswerAsync(status, body);
    }
}
