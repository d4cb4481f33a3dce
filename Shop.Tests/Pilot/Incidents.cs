using Shop.Pilot.Errors;

namespace Shop.Tests.Pilot;

static class Incidents
{
    public static Incident Of(string type, string? value = null, string? release = null, DateTimeOffset? at = null) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            At = at ?? TimeProvider.System.GetUtcNow(),
            Source = ReportSource.Sdk,
            Platform = "csharp",
            Release = release,
            Environment = "test",
            Exceptions = [new(type, value, [new("Place", "Shop.Orders.OrderStore", "OrderStore.cs", 12)])]
        };
}
