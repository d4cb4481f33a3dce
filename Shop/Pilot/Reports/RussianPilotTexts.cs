namespace Shop.Pilot.Reports;

sealed class RussianPilotTexts : PilotTexts
{
    public override string Code => "ru";

    public override string Pilot => "Пилот";
    public override string Findings => "Что требует внимания";
    public override string NoFindings => "Все показатели в пределах порогов.";
    public override string ErrorsTitle => "Ошибки";
    public override string SpeedTitle => "Скорость";
    public override string UsersTitle => "Пользователи";
    public override string HealthTitle => "Проверки снаружи";
    public override string RecentTitle => "Последние ошибки";
    public override string NothingReported => "За это время об ошибках не сообщали.";

    public override string NewErrors => "Новые ошибки";
    public override string Resolved => "Исправлено";
    public override string Occurrences => "Случаи ошибок";
    public override string UnresolvedCritical => "Критические без решения";
    public override string Requests => "Запросы";
    public override string ErrorRate => "Доля ошибок сервера";
    public override string SlowRequests => "Медленные запросы";
    public override string LostMeasurements => "Потерянные измерения";
    public override string Messages => "Отзывы";
    public override string Rating => "Средняя оценка";

    public override string TrendTitle => "Новые ошибки по серьёзности";
    public override string ByCategory => "По категориям";
    public override string BySeverity => "По серьёзности";
    public override string ByStatus => "По статусам";
    public override string ByModule => "По модулям";
    public override string Percentiles => "Время ответа";
    public override string RequestsTitle => "Число запросов";
    public override string ErrorRateTitle => "Доля ошибок сервера и отказов";
    public override string Slowest => "Самые медленные маршруты (p95)";
    public override string Chattiest => "Больше всего запросов к базе на один запрос";
    public override string Repeating => "Повторяют один запрос к базе";
    public override string FunnelTitle => "Путь к покупке";
    public override string FunnelTrend => "Путь к покупке по дням";
    public override string Searches => "Поиски";
    public override string AddedToCart => "Добавления в корзину";
    public override string Checkouts => "Оформления";
    public override string Orders => "Заказы";
    public override string Payments => "Оплаты";

    public override string Name => "Показатель";
    public override string Route => "Маршрут";
    public override string Check => "Проверка";
    public override string AllChecks => "Все проверки";
    public override string StepTitle => "Шаг";
    public override string ErrorTitle => "Ошибка";
    public override string Category => "Категория";
    public override string Severity => "Серьёзность";
    public override string Status => "Статус";
    public override string ModuleTitle => "Модуль";
    public override string LastSeen => "Последний раз";
    public override string Count => "Сколько раз";
    public override string Now => "Сейчас";
    public override string BeforeThat => "Было";
    public override string Change => "Изменение";
    public override string Mean => "В среднем";
    public override string Longest => "Дольше всего";
    public override string Statements => "Запросов к базе";
    public override string MostStatements => "Больше всего";
    public override string Repeated => "С повторами";
    public override string MostRepeats => "Больше всего повторов";
    public override string Refused => "Отказы (4xx)";
    public override string Failed => "Ошибки (5xx)";
    public override string Source => "Источник";
    public override string Uptime => "Успешно";

    public override string WholeReport => "Отчёт целиком, с графиками по времени";

    public override string ReportTitle(ReportKind kind) =>
        kind == ReportKind.Daily ? "Отчёт о пилоте за день" : "Отчёт о пилоте за неделю";

    public override string MadeAt(string moment) => $"Составлен {moment} по московскому времени.";

    public override string Limits(LimitOptions limits) =>
        $"Плохо: критических ошибок без решения больше {limits.UnresolvedCritical}, ошибок сервера больше " +
        $"{Share(limits.ErrorRate)} или p95 дольше {Duration(limits.P95.TotalMilliseconds)} " +
        $"(от {Number(limits.LeastRequests)} запросов), проверка не проходит. Требует внимания: в категории больше " +
        $"{limits.ErrorsInCategory} новых ошибок или всего их больше прежнего в {Number(limits.MoreErrors)} раза, " +
        $"проверка длится дольше {Duration(limits.CheckTime.TotalMilliseconds)}, доля оплат упала больше чем на " +
        $"{Share(limits.FewerPurchases)} (от {Number(limits.LeastActions)} добавлений в корзину), оценка ниже " +
        $"{Number(limits.Rating)} (от {limits.LeastRatings} отзывов), измерения потеряны.";

    public override string State(PilotState state) => state switch
    {
        PilotState.Good => "Хорошо",
        PilotState.NeedsAttention => "Требует внимания",
        PilotState.Bad => "Плохо",
        _ => state.Spelling()
    };

    public override string StateSentence(PilotFigures figures) => figures.Findings.Count == 0
        ? "Пилот идёт хорошо: все показатели в пределах порогов."
        : $"{(figures.State == PilotState.Bad ? "Пилот идёт плохо" : "Пилот требует внимания")}: " +
            $"{LowerFirst(Sentence(figures.Findings[0]))}" +
            (figures.Findings.Count == 1 ? "" : $" Всего поводов: {figures.Findings.Count}.");

    public override string Sentence(Finding finding) => finding.Kind switch
    {
        FindingKind.UnresolvedCritical =>
            $"Критических ошибок без решения: {Number(finding.Value)} (порог {Number(finding.Limit)}).",
        FindingKind.ErrorRate =>
            $"Доля ошибок сервера {Share(finding.Value)} (порог {Share(finding.Limit)}).",
        FindingKind.SlowRequests =>
            $"Время ответа p95 {Duration(finding.Value)} (порог {Duration(finding.Limit)}).",
        FindingKind.FailingCheck => $"Проверка «{finding.Subject}» не проходит.",
        FindingKind.SlowCheck =>
            $"Проверка «{finding.Subject}» длится {Duration(finding.Value)} (порог {Duration(finding.Limit)}).",
        FindingKind.ManyInCategory =>
            $"Новых ошибок в категории «{CategoryName(finding.Subject!)}»: {Number(finding.Value)} (порог " +
            $"{Number(finding.Limit)}).",
        FindingKind.MoreErrors =>
            $"Новых ошибок {Number(finding.Value)}, намного больше, чем за прошлый период (порог " +
            $"{Number(finding.Limit)}).",
        FindingKind.FewerPurchases =>
            $"Оплат на одно добавление в корзину стало {Share(finding.Value)} (порог {Share(finding.Limit)}).",
        FindingKind.LowRating =>
            $"Средняя оценка в отзывах {Number(finding.Value)} (порог {Number(finding.Limit)}).",
        FindingKind.LostMeasurements => $"Потеряно измерений запросов: {Number(finding.Value)} (порог 0).",
        _ => finding.Kind.Spelling()
    };

    public override string Advice(Finding finding) => finding.Kind switch
    {
        FindingKind.UnresolvedCritical => "Назначьте ответственного и решите их прежде всего остального.",
        FindingKind.ErrorRate => "Откройте маршруты с ошибками и трассы запросов; сравните с последним выпуском.",
        FindingKind.SlowRequests => "Начните с самых медленных маршрутов и с тех, что чаще других обращаются к базе.",
        FindingKind.FailingCheck => "Откройте проверку: в ней сказано, что она увидела и что с этим делать.",
        FindingKind.SlowCheck => "Сравните с временем маршрута, который она вызывает: медлит магазин или сеть.",
        FindingKind.ManyInCategory => "Объедините одинаковые, найдите общую причину и заведите для неё задачу.",
        FindingKind.MoreErrors => "Посмотрите, с какой версии и в каком модуле их стало больше.",
        FindingKind.FewerPurchases => "Найдите шаг, на котором уходят, пройдите его сами, проверьте оплату и доставку.",
        FindingKind.LowRating => "Прочитайте отзывы с низкой оценкой и ответьте на них.",
        FindingKind.LostMeasurements => "База была недоступна или не успевала. Остальные числа немного занижены.",
        _ => ""
    };

    public override string CategoryName(string name) => name switch
    {
        "ui" => "интерфейс",
        "functionality" => "функции",
        "performance" => "скорость",
        "security" => "безопасность",
        "integration" => "интеграции",
        "data" => "данные",
        "other" => "другое",
        _ => name
    };

    public override string SeverityName(string name) => name switch
    {
        "critical" => "критическая",
        "high" => "высокая",
        "medium" => "средняя",
        "low" => "низкая",
        _ => name
    };

    public override string StatusName(string name) => name switch
    {
        "new" => "новая",
        "investigating" => "изучается",
        "confirmed" => "подтверждена",
        "in_progress" => "в работе",
        "resolved" => "исправлена",
        "wont_fix" => "не исправляем",
        _ => name
    };

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
        "inventory" => "Склад",
        "analytics" => "Статистика",
        "tickets" => "Билеты",
        "messaging" => "Сообщения",
        "tasks" => "Задачи",
        "pilot" => "Пилот",
        "none" => "без модуля",
        _ => name
    };

    public override string HealthName(HealthState state) => state switch
    {
        HealthState.Good => "проходит",
        HealthState.Degraded => "проходит не всегда",
        HealthState.Bad => "не проходит",
        HealthState.Maintenance => "обслуживание",
        _ => state.Spelling()
    };

    static string LowerFirst(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
