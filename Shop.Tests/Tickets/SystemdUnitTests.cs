using TicketSales;

namespace Shop.Tests.Tickets;

public class SystemdUnitTests
{
    [Fact]
    public async Task The_units_of_the_importer_are_valid()
    {
        var folder = Path.Combine(Repository.Root, "ops/systemd");

        var verified = await SystemdUnits.VerifyAsync(folder, TestContext.Current.CancellationToken);

        Assert.Contains("verif", verified, StringComparison.Ordinal);
    }
}
