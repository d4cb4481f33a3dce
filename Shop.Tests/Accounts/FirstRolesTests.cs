using Microsoft.Extensions.Options;
using Shop.Accounts;
using Shop.Tests.Database;

namespace Shop.Tests.Accounts;

/// <summary>The first roles of a deployment, where the settings of development are not set.</summary>
public class FirstRolesTests(ShopFixture shop)
{
    static readonly Caller Caller = new(null);

    [Fact]
    public async Task Registering_gives_no_role_and_the_verified_address_does()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var accounts = Store(database);
        var ids = new Dictionary<string, Guid>();
        foreach (var email in (string[])["first@example.com", "staff@example.com", "Founder@example.com"])
        {
            var registered = await Sessions(database).RegisterAsync(
                new(email, email, "no hash", "", "", ""), null, Caller, ct);
            Assert.Equal(Role.Customer, registered.Role);
            ids[email] = registered.Id;
        }

        Assert.Equal(Role.Customer, (await VerifyAsync("first@example.com"))!.Role);
        Assert.Equal(Role.Staff, (await VerifyAsync("staff@example.com"))!.Role);
        Assert.Equal(Role.Admin, (await VerifyAsync("Founder@example.com"))!.Role);

        async Task<Account?> VerifyAsync(string email)
        {
            var mailed = (await accounts.CreateTokenAsync(ids[email], TokenPurpose.Verify, ct))!;
            return await accounts.VerifyEmailAsync(mailed.Token, Caller, ct);
        }
    }

    [Fact]
    public async Task A_reset_password_verifies_the_address_and_gives_its_role_once()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var (accounts, sessions) = (Store(database), Sessions(database));
        var staff = await sessions.RegisterAsync(
            new("staff@example.com", "staff", "no hash", "", "", ""), null, Caller, ct);

        await ResetAsync();
        Assert.Equal(Role.Staff, await RoleAsync());
        await sessions.ChangeRoleAsync(
            staff.Id,
            Role.Customer,
            Caller,
            new(staff.Id, null, "role.changed", $"{staff.Id}"),
            ct);
        await ResetAsync();
        Assert.Equal(Role.Customer, await RoleAsync());

        async Task ResetAsync()
        {
            var mailed = (await accounts.CreateTokenAsync(staff.Id, TokenPurpose.Reset, ct))!;
            Assert.True(await sessions.ResetPasswordAsync(mailed.Token, "another hash", Caller, ct));
        }

        async Task<Role> RoleAsync() => (await accounts.FindAsync(staff.Id, ct))!.Role;
    }

    static readonly IOptions<AccountOptions> Settings = Options.Create(new AccountOptions
    {
        FounderEmail = "founder@EXAMPLE.com",
        StaffEmails = { "STAFF@example.com" }
    });

    static AccountStore Store(FreshDatabase database) => new(database.Source, Settings);

    static SessionStore Sessions(FreshDatabase database) => new(database.Source, new ForgottenTokens(), Settings);
}
