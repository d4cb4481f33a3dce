using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ServiceDefaults;

/// <summary>
/// Writes <c>{"status":"Healthy","postgres":true,"redis":true}</c>. The framework sets the status code, 503 if one is
/// false.
/// </summary>
static class HealthReply
{
    public static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", report.Status.ToString());
        foreach (var (name, entry) in report.Entries)
            if (!entry.Tags.Contains("live"))
                json.WriteBoolean(Dependency(name), entry.Status == HealthStatus.Healthy);
        json.WriteEndObject();
    }

    // The Aspire packages name their checks after the client library.
    static string Dependency(string check) => check switch
    {
        "PostgreSql" => "postgres",
        "StackExchange.Redis" => "redis",
        _ => check
    };
}
