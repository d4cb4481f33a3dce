using Shop.Tests.Catalog;

namespace Shop.Tests.Staff;

static class AuditTrail
{
    /// <summary>What staff did to this subject, newest first.</summary>
    public static async Task<List<string>> AuditedActionsAsync(
        this ShopFixture shop, string subject, CancellationToken ct) =>
        [
            .. (await shop.Admin.GetJsonAsync($"/api/staff/audit?subject={subject}", ct))
                .AsArray()
                .Select(entry => (string)entry!["action"]!)
        ];
}
