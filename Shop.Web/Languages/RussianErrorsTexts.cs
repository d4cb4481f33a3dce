namespace Shop.Web.Languages;

sealed class RussianErrorsTexts : ErrorsTexts
{
    public override string Code => "ru";

    public override string LeaveEmpty => "Оставьте это поле пустым";
    public override string ActualHint => "Например: «Нажимаю „Оформить заказ“, и открывается пустая страница».";
    public override string ExpectedHint => "Например: «Страница с адресом доставки». Если не знаете, пропустите.";
    public override string WhichPart => "В какой части магазина?";
    public override string UnknownPart => "Не знаю";

    public override string ModuleName(string name) => name switch
    {
        "catalog" => "Каталог и поиск",
        "carts" => "Корзина",
        "orders" => "Оформление и заказы",
        "payments" => "Оплата",
        "accounts" => "Вход и профиль",
        "shipping" => "Доставка",
        "notifications" => "Письма и СМС",
        "staff" => "Страницы для сотрудников",
        _ => name
    };
}
