namespace Shop.Api.Http;

/// <summary>A body that works, and the refusals of the contract that no signature shows, by route.</summary>
static class OpenApiExamples
{
    const string Address = """{"first_name":"Анна","last_name":"Ким","street":"Лесная, 5","city":"Тверь","postal_code":"170000"}""";
    const string Id = "019b76da-abe8-711d-ab0d-549b6f03675a";

    static readonly Dictionary<string, string> Bodies = new()
    {
        ["POST /api/auth/register"] = """{"email":"anna@example.com","password":"correct horse 8","first_name":"Анна","last_name":"Ким","phone":"+79001234567"}""",
        ["POST /user-api/register"] = """{"username":"anna","email":"anna@example.com","password":"correct horse 8"}""",
        ["POST /api/auth/login"] = """{"email":"anna@example.com","password":"correct horse 8"}""",
        ["POST /user-api/login"] = """{"username":"anna","password":"correct horse 8"}""",
        ["POST /api/auth/refresh"] = """{"refresh_token":"..."}""",
        ["POST /api/auth/verify-email"] = """{"token":"..."}""",
        ["POST /api/auth/change-password"] = """{"old_password":"correct horse 8","new_password":"battery staple 9"}""",
        ["POST /api/auth/forgot-password"] = """{"email":"anna@example.com"}""",
        ["POST /api/auth/reset-password"] = """{"token":"...","new_password":"battery staple 9"}""",
        ["PUT /api/users/profile"] = """{"first_name":"Анна","last_name":"Ким","phone":"+79001234567"}""",
        ["POST /api/products"] = """{"name":"Чайник «Утро»","description":"Полтора литра","price":2490.00,"sku":"HOME-KETTLE-15","quantity":40,"category":"home","attributes":{"объём":"1,5 л"}}""",
        ["PUT /api/products/{id}/inventory"] = """{"quantity":2}""",
        ["POST /api/cart/items"] = $$"""{"product_id":"{{Id}}","quantity":2}""",
        ["PUT /api/cart/items/{product}"] = """{"quantity":3}""",
        ["POST /api/orders"] = $$"""{"shipping_address":{{Address}},"payment_method":"bank_card","shipping_method":"standard","items":[{"product_id":"{{Id}}","quantity":2}]}""",
        ["POST /api/orders/{id}/cancel"] = """{"reason":"Передумала"}""",
        ["POST /api/payments/process"] = $$"""{"order_id":"{{Id}}","payment_method":"bank_card","payment_token":"tok_..."}""",
        ["POST /api/payments/create"] = $$"""{"order_id":"{{Id}}","amount":904.50,"currency":"RUB","payment_method":"bank_card","return_url":"https://shop.example/orders"}""",
        ["POST /api/payments/confirm"] = $$"""{"payment_id":"{{Id}}","confirmation_token":"..."}""",
        ["POST /api/payments/refund"] = $$"""{"order_id":"{{Id}}","amount":100.00,"reason":"Не подошло"}""",
        ["POST /api/shipping/calculate"] = """{"destination":{"city":"Казань","postal_code":"420000"},"packages":[{"weight":2.5,"dimensions":{"length":30,"width":20,"height":10}}]}""",
        ["POST /api/shipping/create"] = $$"""{"order_id":"{{Id}}","service":"cdek","recipient":{"name":"Анна Ким","phone":"+79001234567","address":"170000, Тверь, Лесная, 5"} }""",
        ["POST /api/notifications/send"] = $$"""{"order_id":"{{Id}}","notification_type":"order_confirmation"}""",
        ["POST /api/staff/products/{id}/stock"] = """{"change":-2,"reason":"Разбились при перевозке"}""",
        ["POST /api/analytics/track"] = $$"""{"type":"page_view","visitor_id":"a4f1","product_id":"{{Id}}"}""",
        ["POST /api/feedback"] = """{"message":"Нравится поиск.","rating":5,"page":"/catalog?search=чай"}""",
        ["POST /api/feedback/errors/public"] = """{"title":"Корзина не открывается","description":"Пустая страница после нажатия.","category":"ui","severity":"high"}""",
        ["POST /api/feedback/errors"] = """{"title":"Корзина не открывается","description":"Пустая страница после нажатия.","category":"ui","severity":"high"}"""
    };

    // Of routes that nobody needs a token for.
    static readonly (string, string) NoLongerGood = ("401", "With a token that is no longer good.");

    static readonly Dictionary<string, (string Status, string Description)[]> Others = new()
    {
        ["POST /api/auth/register"] = [("409", "The address or the name is taken.")],
        ["POST /user-api/register"] = [("409", "The address or the name is taken.")],
        ["POST /api/auth/login"] = [("401", "The password is not that account's."), ("429", "Too many wrong passwords; Retry-After says when.")],
        ["POST /user-api/login"] = [("401", "The password is not that account's."), ("429", "Too many wrong passwords; Retry-After says when.")],
        ["POST /api/products"] = [("409", "Another product has this sku.")],
        ["PUT /api/products/{id}/inventory"] = [("409", "So many are not left.")],
        ["GET /api/cart"] = [NoLongerGood],
        ["DELETE /api/cart"] = [NoLongerGood],
        ["POST /api/cart/items"] = [NoLongerGood, ("404", "There is no such product."), ("409", "So many are not in stock.")],
        ["PUT /api/cart/items/{product}"] = [NoLongerGood, ("409", "So many are not in stock.")],
        ["DELETE /api/cart/items/{product}"] = [NoLongerGood],
        ["POST /api/orders"] = [("409", "The cart is empty, or goods have run out."), ("422", "There is no such product.")],
        ["POST /api/orders/{id}/cancel"] = [("409", "It has been shipped.")],
        ["POST /api/payments/process"] = [("402", "The provider declined it; detail says why."), ("404", "There is no such order."), ("409", "The order can no longer be paid.")],
        ["POST /api/payments/create"] = [("404", "There is no such order."), ("409", "The order can no longer be paid."), ("422", "The amount is not the order's.")],
        ["POST /api/payments/confirm"] = [("402", "The provider declined it."), ("404", "There is no such payment."), ("409", "The customer has not confirmed it yet.")],
        ["POST /api/payments/refund"] = [("404", "There is no such order."), ("422", "So much is not there to give back.")],
        ["POST /api/payments/webhooks/yookassa"] = [("401", "It does not come from the provider.")],
        ["POST /api/payments/webhooks/stripe"] = [("401", "The signature is not the provider's, or older than five minutes.")],
        ["POST /api/payments/webhooks/cloudpayments"] = [("401", "The signature is not the provider's.")],
        ["POST /api/shipping/calculate"] = [("422", "No carrier delivers there.")],
        ["POST /api/shipping/create"] = [("404", "There is no such order."), ("409", "The order is not paid, or is over.")],
        ["POST /api/staff/products/{id}/stock"] = [("409", "More is promised to orders than would be left.")],
        ["POST /api/staff/tasks/{id}/retry"] = [("409", "It has not failed.")],
        ["POST /api/feedback"] = [NoLongerGood, ("429", "There were too many from this address; Retry-After says when.")],
        ["POST /api/feedback/errors/public"] = [("429", "There were too many from this address; Retry-After says when.")],
        ["POST /api/feedback/errors"] = [("429", "There were too many from this account; Retry-After says when.")],
        ["POST /cart-api/cart/{user_id}/checkout"] = [("409", "The cart is empty, or goods have run out.")]
    };

    public static string? Of(string method, string path) => Bodies.GetValueOrDefault(Key(method, path));

    public static (string Status, string Description)[] Refusals(string method, string path) => Others.GetValueOrDefault(Key(method, path)) ?? [];

    // {userId:guid} and {user_id} are the same place in a path.
    static string Key(string method, string path) => $"{method} {OpenApiQueries.Plain(path)}";
}
