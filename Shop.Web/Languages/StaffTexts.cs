using Shop.Accounts;
using Shop.Orders;

namespace Shop.Web.Languages;

/// <summary>All texts of the staff pages in one language. Consumers and topics have no translation.</summary>
abstract class StaffTexts
{
    static readonly StaffTexts[] All = [new RussianStaffTexts(), new EnglishStaffTexts()];

    public static StaffTexts Of(IServiceProvider services) =>
        Array.Find(All, texts => texts.Code == services.GetRequiredService<Texts>().Code)!;

    public abstract string Code { get; }
    public abstract string StaffPages { get; }
    public abstract string Sections { get; }
    public abstract string Overview { get; }
    public abstract string Orders { get; }
    public abstract string Payments { get; }
    public abstract string Refunds { get; }
    public abstract string Customers { get; }
    public abstract string Products { get; }
    public abstract string Stock { get; }
    public abstract string Letters { get; }
    public abstract string Tasks { get; }
    public abstract string Audit { get; }
    public abstract string NotYoursTitle { get; }
    public abstract string NotYoursText { get; }

    public abstract string AllIsWell { get; }
    public abstract string NeedsAttention { get; }
    public abstract string DeadLettersWait { get; }
    public abstract string TasksFailed { get; }
    public abstract string ProductsLow { get; }
    public abstract string OrdersStuck { get; }
    public abstract string RefundsTroubled { get; }
    public abstract string PaymentsUnknown { get; }
    public abstract string PaymentsUnknownHint { get; }
    public abstract string FindOrder { get; }

    public abstract string Search { get; }
    public abstract string OrderSearchHint { get; }
    public abstract string PaymentSearchHint { get; }
    public abstract string ProductSearchHint { get; }
    public abstract string CustomerSearchHint { get; }
    public abstract string Status { get; }
    public abstract string Any { get; }
    public abstract string OnlyStuck { get; }
    public abstract string NothingFound { get; }
    public abstract string NothingHere { get; }
    public abstract string Number { get; }
    public abstract string When { get; }
    public abstract string Customer { get; }
    public abstract string Payment { get; }
    public abstract string Sum { get; }
    public abstract string Provider { get; }
    public abstract string ReturnedSum { get; }
    public abstract string Why { get; }
    public abstract string Trace { get; }
    public abstract string TraceHint { get; }

    public abstract string Actions { get; }
    public abstract string Timeline { get; }
    public abstract string Lines { get; }
    public abstract string RefundTitle { get; }
    public abstract string RefundAmount { get; }
    public abstract string RefundButton { get; }
    public abstract string CancelTitle { get; }
    public abstract string CancelHint { get; }
    public abstract string CancelButton { get; }
    public abstract string ProcessTitle { get; }
    public abstract string ProcessHint { get; }
    public abstract string ProcessButton { get; }
    public abstract string HandOverTitle { get; }
    public abstract string HandOverButton { get; }
    public abstract string PaidWith { get; }
    public abstract string Cash { get; }
    public abstract string Card { get; }
    public abstract string NotifyTitle { get; }
    public abstract string NotifyButton { get; }
    public abstract string Letter { get; }
    public abstract string MailLanguage { get; }
    public abstract string StockLeft { get; }

    public abstract string Name { get; }
    public abstract string Description { get; }
    public abstract string Price { get; }
    public abstract string Sku { get; }
    public abstract string Category { get; }
    public abstract string OnHand { get; }
    public abstract string Reserved { get; }
    public abstract string ForSale { get; }
    public abstract string Low { get; }
    public abstract string ArchivedOnes { get; }
    public abstract string Save { get; }
    public abstract string ArchiveButton { get; }
    public abstract string ArchiveHint { get; }
    public abstract string IsArchived { get; }
    public abstract string RestoreButton { get; }
    public abstract string AddProduct { get; }
    public abstract string NewProduct { get; }
    public abstract string AddButton { get; }
    public abstract string SkuHint { get; }
    public abstract string SkuTaken { get; }
    public abstract string Attributes { get; }
    public abstract string AttributesHint { get; }
    public abstract string Image { get; }
    public abstract string ImageHint { get; }
    public abstract string Weight { get; }
    public abstract string Length { get; }
    public abstract string Width { get; }
    public abstract string Height { get; }
    public abstract string MeasuresHint { get; }
    public abstract string Vat { get; }
    public abstract string PaymentSubject { get; }
    public abstract string ShopDefault { get; }
    public abstract string ShowInShop { get; }
    public abstract string ConflictTitle { get; }
    public abstract string ConflictText { get; }
    public abstract string Yours { get; }
    public abstract string Theirs { get; }
    public abstract string OpenAgain { get; }
    public abstract string WrongField { get; }
    public abstract string AdjustTitle { get; }
    public abstract string AdjustChange { get; }
    public abstract string AdjustReason { get; }
    public abstract string AdjustButton { get; }
    public abstract string History { get; }
    public abstract string Warehouse { get; }
    public abstract string NeverSynced { get; }
    public abstract string SyncButton { get; }
    public abstract string Discrepancies { get; }
    public abstract string Ours { get; }
    public abstract string TheirCount { get; }
    public abstract string Applied { get; }

    public abstract string Consumer { get; }
    public abstract string Topic { get; }
    public abstract string Attempts { get; }
    public abstract string WaitSince { get; }
    public abstract string Count { get; }
    public abstract string Look { get; }
    public abstract string Replay { get; }
    public abstract string ReplayAll { get; }
    public abstract string ReplayHint { get; }
    public abstract string ReplayAsked { get; }
    public abstract string OnlyAdmins { get; }
    public abstract string NoLetters { get; }
    public abstract string Payload { get; }
    public abstract string Everyone { get; }

    public abstract string TaskKindTitle { get; }
    public abstract string Owner { get; }
    public abstract string Retry { get; }
    public abstract string Subject { get; }

    public abstract string Email { get; }
    public abstract string PersonName { get; }
    public abstract string Phone { get; }
    public abstract string RoleTitle { get; }
    public abstract string RoleButton { get; }
    public abstract string RoleHint { get; }
    public abstract string OwnRole { get; }
    public abstract string Spent { get; }
    public abstract string NoOrders { get; }
    public abstract string AccountEvents { get; }
    public abstract string Who { get; }
    public abstract string What { get; }
    public abstract string Details { get; }
    public abstract string AuditHint { get; }

    public abstract string Refunded { get; }
    public abstract string RefundRefused { get; }
    public abstract string OrderCancelled { get; }
    public abstract string CancelRefused { get; }
    public abstract string HandedOver { get; }
    public abstract string HandOverRefused { get; }
    public abstract string Asked { get; }
    public abstract string NotDone { get; }
    public abstract string ProductSaved { get; }
    public abstract string ProductAdded { get; }
    public abstract string Archived { get; }
    public abstract string Restored { get; }
    public abstract string ChangedMeanwhile { get; }
    public abstract string StockAdjusted { get; }
    public abstract string StockRefused { get; }
    public abstract string Replayed { get; }
    public abstract string LetterGone { get; }
    public abstract string RetryRefused { get; }
    public abstract string RoleChanged { get; }

    public abstract string HandOverHint(string total);
    public abstract string OrderStatusName(OrderStatus status);
    public abstract string PaymentStatusName(PaymentStatus status);
    /// <summary>The state of a payment, a refund, an email, a shipment, a message or a task.</summary>
    public abstract string State(string name);
    public abstract string Kind(string name);
    public abstract string ReceiptName(string kind);
    public abstract string VatRate(string name);
    public abstract string SubjectName(string name);
    /// <summary>An action of staff or of the owner of an account, or the kind of a task.</summary>
    public abstract string Action(string name);
    public abstract string Template(string name);
    /// <summary>A field in the details of an audit entry.</summary>
    public abstract string Field(string name);
    public abstract string RoleName(string spelling);

    public string RoleName(Role role) => RoleName(role.Spelling());
}
