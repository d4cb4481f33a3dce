namespace Shop.Shipping.RussianPost;

/// <summary>
/// A PUT is repeated by itself when its answer is lost, because HTTP says that it may be. Here it makes an order each time: of a second one nothing leaves this
/// process, and whoever tries again later looks first.
/// </summary>
sealed class PutOnce : DelegatingHandler
{
    static readonly HttpRequestOptionsKey<bool> Sent = new("shop.sent");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Put)
        {
            if (request.Options.TryGetValue(Sent, out _))
                throw new ShopException(ErrorCode.Unavailable, "Russian Post has not said whether it took the order.", permanent: false);
            request.Options.Set(Sent, true);
        }
        return base.SendAsync(request, cancellationToken);
    }
}
