using System.Text;
using Shop.Tests.Accounts;

namespace Shop.Tests.Catalog;

/// <summary>What tests of changed products send.</summary>
static class ProductCalls
{
    public static string NewSku() => $"S-{Guid.CreateVersion7():N}";

    public static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    public static async Task<HttpResponseMessage> PatchAsync(
        Customer staff, string path, string body, string? tag, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = Body(body) };
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await staff.Api.SendAsync(request, ct);
    }
}
