using Shop.Accounts;
using Shop.Web.Accounts;

namespace Shop.Web.Staff;

/// <summary>
/// Who may see the staff pages, asked of the API once for each page: the session remembers the role of its last sign-in, and roles change. Whether a call
/// is allowed the API decides once more.
/// </summary>
sealed class StaffDoor(SiteSession session, AccountApi accounts)
{
    /// <summary>Nobody's before they have entered.</summary>
    public Account? Account { get; private set; }

    public async Task EnterAsync(CancellationToken ct)
    {
        session.Require();
        var account = await accounts.ProfileAsync(ct);
        session.Hold(account.Role);
        if (!account.Role.Includes(Role.Support))
            throw Refused();
        Account = account;
    }

    public bool Lets(Role role) => Account?.Role.Includes(role) == true;

    public void Require(Role role)
    {
        if (!Lets(role))
            throw Refused();
    }

    static ShopException Refused() => new(ErrorCode.Forbidden, "The role does not allow it.");
}
