"""One form with every component type there is."""

EVERY_KIND = (
    "{type: text, text: '**先看现场**，再填写。'}",
    "{type: textfield, key: a, label: 店名, labelEn: Shop, description: 以门头招牌为准。, layout: {row: r1},"
    " validate: {required: true}}",
    "{type: number, key: n, label: 占道面积, labelEn: Area, layout: {row: r1}, decimalDigits: 1,"
    " appearance: {suffixAdjuster: 平方米}}",
    "{type: textarea, key: t, label: 情况, labelEn: Facts, conditional: {hide: '=n = 99'}}",
    "{type: checkbox, key: c, label: 已当场劝离, labelEn: Left}",
    "{type: radio, key: r, label: 性质, labelEn: Kind, validate: {requiredWhen: '=n > 3'},"
    " values: [{value: 1, label: 首次, labelEn: First}, {value: b, label: 再次, labelEn: Again}]}",
    "{type: select, key: s, label: 时段, labelEn: When,"
    " values: [{value: am, label: 上午, labelEn: AM}, {value: pm, label: 下午, labelEn: PM}]}",
    "{type: checklist, key: cl, label: 物品, labelEn: Things,"
    " values: [{value: 1, label: 桌椅, labelEn: Tables}, {value: b, label: 遮阳伞, labelEn: Umbrella}]}",
    "{type: taglist, key: tl, label: 标签, labelEn: Tags,"
    " values: [{value: 1, label: 夜市, labelEn: Night}, {value: b, label: 学校旁, labelEn: School}]}",
    "{type: datetime, key: d, label: 整改期限, labelEn: Until, layout: {row: r2}}",
    "{type: datetime, key: dt, label: 到场时间, labelEn: Arrived, subtype: datetime, layout: {row: r2}}",
    "{type: photo, key: p, label: 现场照片, labelEn: Photos, shot: near, validate: {required: true, maxCount: 3}}",
    "{type: signature, key: sig, label: 当事人签名, labelEn: Signature}",
    "{type: filepicker, key: fp, label: 附件, labelEn: Files, multiple: true}",
    "{type: location, key: loc, label: 位置, labelEn: Where}",
    "{type: unit, key: u, label: 牵头单位, labelEn: Lead}",
    "{type: unit, key: us, label: 协办单位, labelEn: Others, multiple: true}",
    "{type: person, key: who, label: 处置人员, labelEn: Handler, role: handler}",
    "{type: division, key: place, label: 区划, labelEn: Division}",
    "{type: category, key: cat, label: 类别, labelEn: Category}",
    "{type: standard, key: st, label: 立案条件, labelEn: Standard, category: '=cat'}",
    "{type: dynamiclist, path: rows, label: 清单, labelEn: List, components:"
    " [{type: textfield, key: what, label: 名称, labelEn: What}, {type: number, key: q, label: 数量, labelEn: Count}]}",
    "{type: table, key: tb, label: 费用, labelEn: Costs, components:"
    " [{type: textfield, key: what, label: 项目, labelEn: Item}, {type: number, key: q, label: 金额, labelEn: Sum}]}",
    "{type: expression, key: sum, label: 合计, labelEn: Total, expression: '=sum(tb.q)'}",
    "{type: table, label: 来源, dataSource: '=case.sources', columns: [{key: source, label: 来源, labelEn: Source}]}",
    "{type: group, label: 当事人, labelEn: Person, showOutline: true, path: person,"
    " components: [{type: textfield, key: name, label: 姓名, labelEn: Name}]}",
    "{type: html, content: '<p>依据<b>市容条例</b></p>'}",
    "{type: image, source: /static/web/icon.svg, alt: 图}",
    "{type: separator}",
    "{type: spacer, height: 40}",
    "{type: button, label: 按, action: submit}",
    "{type: iframe, url: 'https://example.com', label: 参考}",
    "{type: documentPreview, label: 预览}",
    "{type: textfield, key: ro, label: 编号, labelEn: Number, readonly: true, defaultValue: A-1}",
)
